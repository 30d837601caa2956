"""Who must not be contacted: requirement and worlds (crm-03-blacklist-exclusion)."""

from __future__ import annotations

from tests.changes import Change, another, put, sheet_another, sheet_without, table, text, together
from tests.checklists import Asked, Limit, Mutation
from tests.worlds import Rows, World

AUDIENCE, UNSUBSCRIBED, BLOCKED = "evidence/触达受众名单.csv", "evidence/退订名单.csv", "evidence/客户黑名单.xlsx"
CHECK = "crm.blacklist-exclusion"

ASKED = {CHECK: Asked("exclusion", "blocker", "T-24h", ("direct-messages",), starter=True)}

_PHONE, _EMAIL, _CUSTOMER = "13900010079", "m89999@mail.example", "M0071500"  # the last is in the blacklist


def contact(row: int, column: str, value: str) -> Change:
    """Write into a row of the audience, as people count rows."""

    def write(rows: Rows) -> Rows:
        rows[row - 1][rows[0].index(column)] = value
        return rows

    return lambda world: world.edit_rows(AUDIENCE, write)


def unsubscribed(phone: str = "", email: str = "") -> Change:
    return another(UNSUBSCRIBED, phone, email, "回复 T 退订", "2026-06-16 10:00:00")


def blocked(phone: object) -> Change:
    return sheet_another(BLOCKED, "黑名单", "M0099999", phone, "投诉骚扰", None)


def exported(name: str, old: str, new: str) -> Change:
    file = {"unsubscribes": "退订名单.csv", "blacklist": "客户黑名单.xlsx"}[name]
    return text("campaign.yaml", f"{file}, as_at: {old}", f"{file}, as_at: {new}")


def column_gone(name: str, column: str) -> Change:
    def cut(rows: Rows) -> Rows:
        at = rows[0].index(column)
        return [[*row[:at], *row[at + 1 :]] for row in rows]

    return lambda world: world.edit_rows(name, cut)


def only_emails(world: World) -> None:
    """The sending system exported addresses of those who unsubscribed, and numbers alone of those who get messages."""
    column_gone(AUDIENCE, "邮箱")(world)
    column_gone(AUDIENCE, "会员编号")(world)

    def emails(rows: Rows) -> Rows:
        return [rows[0], *([*["", row[1] or "nobody@mail.example"], *row[2:]] for row in rows[1:])]

    world.edit_rows(UNSUBSCRIBED, emails)


def _told(what: str, change: Change, subject: str, required: str, observed: str) -> Mutation:
    return Mutation(CHECK, what, change, subject, required, observed)


MUTATIONS = [
    _told(
        "somebody who unsubscribed by number",
        unsubscribed("13910007919"),
        "触达受众名单.csv, row 3",
        "not in evidence/退订名单.csv",
        "telephone number is there",
    ),
    _told(
        "the number stands there in another form",
        unsubscribed("+86-139-1000-7919"),
        "触达受众名单.csv, row 3",
        "not in evidence/退订名单.csv",
        "telephone number is there",
    ),
    _told(
        "somebody who unsubscribed by mail, in capitals",
        unsubscribed(email=" M86203@MAIL.Example"),
        "触达受众名单.csv, row 5",
        "not in evidence/退订名单.csv",
        "e-mail address is there",
    ),
    _told(
        "a blocked customer by id",
        contact(4, "会员编号", _CUSTOMER),
        "触达受众名单.csv, row 4",
        "not in evidence/客户黑名单.xlsx",
        "id is there",
    ),
    _told(
        "a blocked number that Excel holds as a number",
        blocked(13910015838),
        "触达受众名单.csv, row 4",
        "sheet 黑名单",
        "telephone number is there",
    ),
    _told(
        "the list lost digits in Excel",
        unsubscribed("1.39E+10"),
        "退订名单.csv, row 50",
        "手机号",
        "scientific notation",
    ),
    _told("a row of the list holds nothing", unsubscribed(), "退订名单.csv, row 50", "手机号", "no contact"),
    _told("a number of the audience is masked", contact(2, "手机号", "139****0000"), "row 2", "手机号", "asterisks"),
    _told(
        "a row of the audience holds nothing",
        together(contact(2, "手机号", ""), contact(2, "会员编号", "-"), contact(2, "邮箱", "")),
        "row 2",
        "手机号",
        "no contact",
    ),
    _told(
        "somebody stands in the audience twice",
        another(AUDIENCE, "M0088888", "139 1000 7919"),
        "row 3",
        "one row",
        "2 rows",
    ),
    _told(
        "a list is a second older than 24 hours",
        exported("unsubscribes", "2026-06-17T21:00:00+08:00", "2026-06-16T23:59:59+08:00"),
        "unsubscribes",
        "24 h",
        "24 h 1 s",
    ),
    _told("audience and list have nothing in common", only_emails, "unsubscribes", "audience holds too", "telephone"),
]

LIMITS: list[Limit] = [
    (
        CHECK,
        "lists of exactly 24 hours",
        together(
            exported("unsubscribes", "2026-06-17T21:00:00+08:00", "2026-06-17T00:00:00+08:00"),
            exported("blacklist", "2026-06-17T21:05:00+08:00", "2026-06-17T00:00:00+08:00"),
        ),
    ),
    (CHECK, "a neighbour's number is in the list", unsubscribed("13910007918")),
    (CHECK, "somebody unsubscribed twice", together(unsubscribed(_PHONE), unsubscribed(_PHONE, _EMAIL))),
    (
        CHECK,
        "those who unsubscribed were taken out",
        together(unsubscribed("13910007919"), lambda world: world.edit_rows(AUDIENCE, lambda r: [*r[:2], *r[3:]])),
    ),
    (
        CHECK,
        "an entry of the blacklist was taken back",
        together(blocked(13910015838), sheet_without(BLOCKED, "黑名单", "M0099999")),
    ),
    (CHECK, "a number in the international form", table(AUDIENCE, "M0086205", "手机号", put("0086 13910039595"))),
]
