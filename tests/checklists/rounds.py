"""Checks that test reports decide, of all checklists: requirements and worlds."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable

from tests.changes import Change, text, together
from tests.checklists import Asked, Limit, Mutation
from tests.worlds import World

ROUNDS = "evidence/全流程测试"
FIRST, SECOND, THIRD = (f"{ROUNDS}/第{n}轮.xml" for n in (1, 2, 3))
REGRESSION, DEVICES = "evidence/回归测试.xml", "evidence/优惠券机型测试.xml"
API, FLOW = "evidence/接口测试_pos-3.8.1.xml", "evidence/自动化流程测试.xml"
RELEASE, PROPERTY = "pos-3.8.1", '<property name="release" value="pos-3.8.1"/>'

FULL_FLOW, REGRESSED = "execution.payment-order-sync-rounds", "technical.release-tests"
OLD_OS, CRYPTO, OVERSELL = "technical.coupon-old-os", "technical.coupon-api-crypto", "technical.oversell-guard"
AUTOMATION = "crm.automation-flow-test"

ASKED = {
    FULL_FLOW: Asked("test-report", "blocker", "T-3d", ("online", "app", "coupons")),
    OLD_OS: Asked("test-report", "major", "T-72h", ("coupons",)),
    CRYPTO: Asked("test-report", "major", "T-72h", ("coupons",)),
    OVERSELL: Asked("test-report", "blocker", "T-72h", ("online", "app")),
    REGRESSED: Asked("test-report", "blocker", "T-72h", ("online", "app")),
    AUTOMATION: Asked("test-report", "major", "T-72h", ("direct-messages",)),
}

FAILED = '<failure message="应为 40.00，实际为 0.00"/>'
ERROR = '<error message="ConnectionResetError: 10054"/>'
SKIPPED = '<skipped message="环境未就绪"/>'
FLAKY = '<flakyFailure message="超时"/>'


def edited(name: str, edit: Callable[[str], str]) -> Change:
    """Change a report, which must then be another one."""

    def change(world: World) -> None:
        before = world.path(name).read_text("utf-8")
        after = edit(before)
        assert after != before, name
        world.path(name).write_text(after, "utf-8")

    return change


def holds(name: str, case: str, inside: str) -> Change:
    """What a case says of its result; the counts of its suite say the same."""

    def edit(content: str) -> str:
        suites = re.split(r"(?=<testsuite )", content)
        at = next(i for i, suite in enumerate(suites) if f'name="{case}"' in suite)
        suites[at] = re.sub(
            rf'(<testcase [^>]*name="{re.escape(case)}"[^>]*)/>', rf"\1>{inside}</testcase>", suites[at]
        )
        counted = "skipped" if "<skipped" in inside else "failures"
        if "flaky" not in inside and not re.search(rf"<testsuite [^>]*{counted}=", suites[at]):
            return "".join(suites)
        if "flaky" not in inside:
            suites[at] = re.sub(rf'(<testsuite [^>]*{counted}=)"\d+"', r'\1"1"', suites[at], count=1)
        return "".join(suites)

    return edited(name, edit)


def renamed(name: str, *words: tuple[str, str]) -> Change:
    """Cases called by other names, everywhere in the report."""

    def edit(content: str) -> str:
        for old, new in words:
            assert old in content, old
            content = content.replace(old, new)
        return content

    return edited(name, edit)


def started(name: str, moment: str, seconds: str = "60.000") -> Change:
    """The (first) suite begins at a moment and takes so long."""

    def edit(content: str) -> str:
        content = re.sub(r'(<testsuite [^>]*timestamp=)"[^"]*"', rf'\1"{moment}"', content, count=1)
        return re.sub(r'(<testsuite [^>]*\btime=)"[^"]*"', rf'\1"{seconds}"', content, count=1)

    return edited(name, edit)


def all_started(name: str, moment: str) -> Change:
    return edited(name, lambda content: re.sub(r'(<testsuite [^>]*timestamp=)"[^"]*"', rf'\1"{moment}"', content))


def stated(name: str, count: str, number: int) -> Change:
    """The first suite states another count than what stands in it."""
    return edited(name, lambda said: re.sub(rf'(<testsuite [^>]*{count}=)"\d+"', rf'\1"{number}"', said, count=1))


def without_cases(name: str, *words: str) -> Change:
    """Cases are not there, and nothing tells that they were: their suite counts what is left."""

    def edit(content: str) -> str:
        for word in words:
            content, gone = re.subn(
                rf'\s*<testcase [^>]*name="[^"]*{word}[^"]*"[^>]*?(?:/>|(?<!/)>.*?</testcase>)',
                "",
                content,
                flags=re.DOTALL,
            )
            assert gone, word
        suites = re.split(r"(?=<testsuite )", content)
        return "".join(
            re.sub(r'(<testsuite [^>]*tests=)"\d+"', rf'\1"{suite.count("<testcase ")}"', suite, count=1)
            if suite.count("<testcase ") != (int(found[1]) if (found := re.search(r'tests="(\d+)"', suite)) else -1)
            else suite
            for suite in suites
        )

    return edited(name, edit)


def without_suites(name: str, *words: str) -> Change:
    def edit(content: str) -> str:
        for word in words:
            content, gone = re.subn(rf"\s*<testsuite [^>]*{word}.*?</testsuite>", "", content, flags=re.DOTALL)
            assert gone, word
        return re.sub(r'(<testsuites [^>]*tests=)"\d+"', rf'\1"{content.count("<testcase ")}"', content)

    return edited(name, edit)


def without_round(world: World) -> None:
    world.path(SECOND).unlink()


def copied(edit: Callable[[str], str] = lambda content: content) -> Change:
    """The third round is the first one, copied."""

    def change(world: World) -> None:
        shutil.copy(world.path(FIRST), world.path(THIRD))
        content = world.path(THIRD).read_text("utf-8")
        world.path(THIRD).write_text(edit(content), "utf-8")

    return change


def no_cases(name: str) -> Change:
    return edited(name, lambda content: '<?xml version="1.0" encoding="utf-8"?>\n<testsuites/>\n')


def all_skipped(name: str) -> Change:
    return edited(name, lambda content: re.sub(r"(<testcase [^>]*)/>", rf"\1>{SKIPPED}</testcase>", content))


def setting(check: str, words: str) -> Change:
    """The campaign asks more of a check."""

    def change(world: World) -> None:
        path = world.path("campaign.yaml")
        path.write_text(f"{path.read_text('utf-8')}settings:\n  {check}: {{probe: {{{words}}}}}\n", "utf-8")

    return change


def _into_folder(world: World) -> None:
    folder = world.path(f"{ROUNDS}/第2轮")
    folder.mkdir()
    world.path(SECOND).rename(folder / "report.xml")


def _into_release_folder(world: World) -> None:
    folder = world.path(f"evidence/{RELEASE}")
    folder.mkdir()
    world.path(REGRESSION).rename(folder / "回归测试.xml")
    world.edit_text("campaign.yaml", f"file: {REGRESSION}", f"file: evidence/{RELEASE}/回归测试.xml")


DUE, BEFORE, AFTER = "2026-06-15T00:00:00+08:00", "2026-06-14T23:59:00+08:00", "2026-06-14T23:59:01+08:00"
FROZEN, NOT_FROZEN = "2026-06-13T00:00:00+08:00", "2026-06-12T23:59:59+08:00"
PAY, BOUNDARY = "微信支付成功", "满减边界：300.00 元减 40 元"

MUTATIONS = [
    Mutation(
        FULL_FLOW, "a case failed in one round", holds(SECOND, BOUNDARY, FAILED), BOUNDARY, "passed", "failed: 应为"
    ),
    Mutation(FULL_FLOW, "a case ended in an error", holds(THIRD, PAY, ERROR), PAY, "passed", "failed: ConnectionReset"),
    Mutation(FULL_FLOW, "a required case was skipped", holds(FIRST, PAY, SKIPPED), PAY, "passed", "skipped: 环境"),
    Mutation(FULL_FLOW, "a case passed only on a rerun", holds(FIRST, PAY, FLAKY), PAY, "first run", "run again: 超时"),
    Mutation(FULL_FLOW, "there are only two rounds", without_round, "全流程测试", "3 rounds", "2"),
    Mutation(FULL_FLOW, "a round is a copy", copied(), "第3轮.xml", "another run than 第1轮.xml", "the same file"),
    Mutation(
        FULL_FLOW,
        "a round is a copy under another time",
        copied(lambda said: said.replace("2026-06-13T10:02:11", "2026-06-14T09:41:30")),
        "第3轮.xml",
        "another run than 第1轮.xml",
        "15 of 15 cases took exactly as long",
    ),
    Mutation(
        FULL_FLOW,
        "two rounds began at the same second",
        started(THIRD, "2026-06-13T10:02:11+08:00"),
        "轮.xml",
        "another run",
        "the same start time",
    ),
    Mutation(FULL_FLOW, "no refund was tested", without_cases(THIRD, "退款"), "第3轮.xml", "refund", "no such case"),
    Mutation(
        FULL_FLOW, "no order was synchronised", without_cases(FIRST, "同步"), "第1轮.xml", "order sync", "no such case"
    ),
    Mutation(
        FULL_FLOW,
        "no coupon was redeemed",
        without_cases(SECOND, "门店核销", "不能再次核销"),
        "第2轮.xml",
        "coupon redemption",
        "no such case",
    ),
    Mutation(
        FULL_FLOW, "the boundary was not tested", without_cases(SECOND, "边界"), "第2轮.xml", "boundary", "no such case"
    ),
    Mutation(FULL_FLOW, "nobody paid", without_cases(SECOND, "支付成功"), "第2轮.xml", "payment", "no such case"),
    Mutation(
        FULL_FLOW,
        "a round is not full",
        without_cases(SECOND, PAY),
        "第2轮.xml",
        "every case of payment",
        "without full",
    ),
    Mutation(
        FULL_FLOW, "a round was before the freeze", started(FIRST, NOT_FROZEN), "第1轮.xml", "at or after", "12 June"
    ),
    Mutation(FULL_FLOW, "a round ended too late", started(THIRD, AFTER), "第3轮.xml", "at or before", "1 s late"),
    Mutation(
        FULL_FLOW,
        "a round was of another release",
        text(SECOND, PROPERTY, PROPERTY.replace("3.8.1", "3.8.0")),
        "第2轮.xml",
        "the release pos-3.8.1",
        "pos-3.8.0",
    ),
    Mutation(FULL_FLOW, "a round names no release", text(SECOND, PROPERTY, ""), "第2轮.xml", RELEASE, "not named"),
    Mutation(FULL_FLOW, "cases got lost", stated(SECOND, "tests", 16), "全流程测试", "tests as stated: 16", "15"),
    Mutation(
        FULL_FLOW, "a failure is stated and nowhere seen", stated(FIRST, "failures", 1), "全流程测试", "stated: 1", "0"
    ),
    Mutation(
        FULL_FLOW,
        "the suite failed outside of its cases",
        edited(FIRST, lambda said: said.replace("</testsuite>", f"{ERROR}</testsuite>", 1)),
        "全流程测试",
        "no failure outside",
        "failed: ConnectionReset",
    ),
    Mutation(FULL_FLOW, "a round tested nothing", no_cases(THIRD), "第3轮.xml", "test cases", "none"),
    Mutation(
        FULL_FLOW, "a round skipped everything", all_skipped(THIRD), "第3轮.xml", "that were run", "all 15 skipped"
    ),
    Mutation(
        REGRESSED, "a case failed", holds(REGRESSION, "满300减40", FAILED), "满300减40", "passed", "failed: 应为 40.00"
    ),
    Mutation(
        REGRESSED,
        "another release was tested",
        edited(REGRESSION, lambda said: said.replace("pos-3.8.1", "pos-3.8.10")),
        "回归测试.xml",
        "the release pos-3.8.1",
        "pos-3.8.10",
    ),
    Mutation(
        REGRESSED,
        "part of it was of another release",
        edited(REGRESSION, lambda said: said.replace("pos-3.8.1", "pos-3.8.0", 1)),
        "回归测试.xml",
        "the release pos-3.8.1",
        "pos-3.8.0",
    ),
    Mutation(
        REGRESSED,
        "the release is not named",
        edited(REGRESSION, lambda said: said.replace(PROPERTY, "")),
        "回归测试.xml",
        RELEASE,
        "not named",
    ),
    Mutation(
        REGRESSED,
        "part of it was before the freeze",
        started(REGRESSION, NOT_FROZEN),
        "回归测试.xml",
        "at or after",
        "12 June",
    ),
    Mutation(REGRESSED, "it ended too late", started(REGRESSION, AFTER), "回归测试.xml", "at or before", "1 s late"),
    Mutation(
        REGRESSED,
        "too few cases were run",
        without_suites(REGRESSION, "会员"),
        "回归测试.xml",
        "at least 20 different cases",
        "19",
    ),
    Mutation(
        REGRESSED,
        "too many were skipped",
        holds(REGRESSION, "登录", SKIPPED),
        "回归测试.xml",
        "at most 5 %",
        "2 of 25 (8 %)",
    ),
    Mutation(
        REGRESSED, "a case passed only on a rerun", holds(REGRESSION, "登录", FLAKY), "登录", "first run", "run again"
    ),
    Mutation(REGRESSED, "nothing was tested", no_cases(REGRESSION), "回归测试.xml", "test cases", "none"),
    Mutation(REGRESSED, "cases got lost", stated(REGRESSION, "tests", 9), "商品与价格", "tests as stated: 9", "5"),
    Mutation(
        OLD_OS,
        "no old iPhone was tested",
        renamed(DEVICES, ("iOS 12.5.7", "iOS 15.8")),
        "iOS 12 × claim",
        "a case",
        "no such",
    ),
    Mutation(
        OLD_OS,
        "a range of systems is no system",
        renamed(DEVICES, ("iOS 12.5.7", "iOS 12+")),
        "iOS 12 × redeem",
        "a case that passed",
        "no such case",
    ),
    Mutation(
        OLD_OS,
        "no old Android was tested",
        renamed(DEVICES, ("Android 7.1", "Android 17.1")),
        "Android 7 × redeem",
        "a case",
        "no such",
    ),
    Mutation(
        OLD_OS,
        "nobody claimed on the old iPhone",
        edited(
            DEVICES,
            lambda said: said.replace("点击领取后券到账", "打开优惠券页", 1).replace("券已领完时提示", "查看券详情", 1),
        ),
        "iOS 12 × claim",
        "a case that passed",
        "no such case",
    ),
    Mutation(
        OLD_OS,
        "the button does nothing on the old iPhone",
        edited(
            DEVICES,
            lambda said: re.sub(
                r'failures="0"( skipped="0" tests="4"[^>]*iOS 12.*?点击领取后券到账" time="[\d.]+")/>',
                rf'failures="1"\1>{FAILED}</testcase>',
                said,
                flags=re.DOTALL,
            ),
        ),
        "点击领取后券到账",
        "passed",
        "failed: 应为",
    ),
    Mutation(
        OLD_OS, "a newer phone failed", holds(DEVICES, "优惠券 › 门店出示券码核销", FAILED), "核销", "passed", "failed"
    ),
    Mutation(
        OLD_OS,
        "another release was tested",
        renamed(DEVICES, (RELEASE, "pos-3.8.0")),
        "优惠券机型测试.xml",
        RELEASE,
        "pos-3.8.0",
    ),
    Mutation(
        OLD_OS,
        "it was before the freeze",
        all_started(DEVICES, NOT_FROZEN),
        "优惠券机型测试.xml",
        "at or after",
        "12 June",
    ),
    Mutation(OLD_OS, "it was too late", all_started(DEVICES, DUE), "优惠券机型测试.xml", "at or before", "late"),
    Mutation(OLD_OS, "nothing was tested", no_cases(DEVICES), "优惠券机型测试.xml", "test cases", "none"),
    *(
        Mutation(CRYPTO, f"{what} was not sent", without_suites(API, word), "接口测试", required, "no such case")
        for what, word, required in (
            ("an unsigned request", "未签名", "an unsigned request"),
            ("an expired signature", "签名已过期", "an expired signature"),
            ("a repeated request", "重放", "a repeated request"),
        )
    ),
    Mutation(
        CRYPTO,
        "a replay got a coupon",
        holds(API, "第二次返回 409", FAILED),
        "第二次返回 409",
        "passed",
        "failed: 应为",
    ),
    Mutation(CRYPTO, "it was before the freeze", all_started(API, NOT_FROZEN), "接口测试", "at or after", "12 June"),
    Mutation(CRYPTO, "it was too late", all_started(API, DUE), "接口测试", "at or before", "late"),
    Mutation(
        CRYPTO,
        "the request could not be sent",
        stated(API, "errors", 1),
        "未签名的请求",
        "failures and errors as stated: 1",
        "0",
    ),
    *(
        Mutation(OVERSELL, f"{what} not tested", without_suites(API, word), "接口测试", required, "no such case")
        for what, word, required in (
            ("overselling was", "不超卖", "concurrent orders"),
            ("the stock of shop and ERP was", "ERP 库存一致", "stock of shop and ERP"),
            ("settlement was", "结算单同步", "settlement"),
        )
    ),
    Mutation(
        OVERSELL,
        "more was sold than there was",
        holds(API, "成功下单数不超过库存", FAILED),
        "不超过库存",
        "passed",
        "failed",
    ),
    Mutation(OVERSELL, "the case was skipped", holds(API, "库存不为负", SKIPPED), "库存不为负", "passed", "skipped"),
    Mutation(OVERSELL, "it was before the freeze", all_started(API, NOT_FROZEN), "接口测试", "at or after", "12 June"),
    Mutation(OVERSELL, "it was too late", all_started(API, DUE), "接口测试", "at or before", "late"),
    *(
        Mutation(
            AUTOMATION, f"{what} was not tested", renamed(FLOW, *words), "自动化流程测试.xml", what, "no such case"
        )
        for what, words in (
            ("sign-up", (("注册", "开户"), ("sign_up", "start"))),
            ("segment", (("分群", "名单"), ("segment", "list"))),
            ("welcome mail", (("欢迎邮件", "邮件"), ("welcome_mail", "mail"))),
            ("coupon reminder", (("到期前 24 小时提醒", "到期前 24 小时发消息"), ("coupon_reminder", "coupon"))),
            ("unsubscribe", (("退订", "取消"),)),
            ("the sender is named", (("写明发送方名称与联系方式", "图片可见"),)),
        )
    ),
    Mutation(
        AUTOMATION, "a step failed", holds(FLOW, "注册后进入“新客”分群", FAILED), "分群", "passed", "failed: 应为"
    ),
    Mutation(
        AUTOMATION,
        "it was long ago",
        all_started(FLOW, "2026-06-10T23:59:59+08:00"),
        "自动化流程测试.xml",
        "at or after",
        "10 June",
    ),
    Mutation(
        AUTOMATION,
        "it was too late",
        all_started(FLOW, "2026-06-15T00:00:00+08:00"),
        "自动化流程测试.xml",
        "before",
        "late",
    ),
]

LIMITS: list[Limit] = [
    (FULL_FLOW, "the first round begins with the freeze", started(FIRST, FROZEN)),
    (FULL_FLOW, "the last round ends exactly in time", started(THIRD, BEFORE)),
    (FULL_FLOW, "a round is a folder", _into_folder),
    (REGRESSED, "it begins with the freeze", started(REGRESSION, FROZEN)),
    (REGRESSED, "it ends exactly in time", started(REGRESSION, BEFORE)),
    (REGRESSED, "20 cases passed", without_cases(REGRESSION, "登录", "注册送券", "积分累计", "注销账号")),
    (REGRESSED, "exactly as many were skipped as may be", setting(REGRESSED, "max_skipped: 4 %")),
    (
        REGRESSED,
        "the folder's path names the release",
        together(edited(REGRESSION, lambda said: said.replace(PROPERTY, "")), _into_release_folder),
    ),
    (AUTOMATION, "it began seven days before the launch", all_started(FLOW, "2026-06-11T00:00:00+08:00")),
]
