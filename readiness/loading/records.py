"""signoffs.yaml and waivers.yaml: what people said, beside the campaign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from readiness.loading.forms import SignOffForm, SignOffsFile, WaiverForm, WaiversFile
from readiness.loading.nodes import Mapping, place
from readiness.loading.problems import Problems
from readiness.loading.reading import Reader
from readiness.loading.sources import Folder
from readiness.loading.validation import validate
from readiness.model.location import Location
from readiness.model.signoff import SignOff
from readiness.model.text import Text
from readiness.model.waiver import Waiver

SIGNOFFS = "signoffs.yaml"
WAIVERS = "waivers.yaml"


@dataclass(frozen=True, slots=True)
class Records:
    """Both files as read; a file that does not exist says nothing."""

    signoffs_node: Mapping | None
    waivers_node: Mapping | None
    signoffs_form: SignOffsFile | None
    waivers_form: WaiversFile | None

    def signoffs(self) -> tuple[SignOff, ...]:
        if self.signoffs_form is None or self.signoffs_node is None:
            return ()
        return tuple(
            sign_off(form, place(self.signoffs_node, "signoffs", index))
            for index, form in enumerate(self.signoffs_form.signoffs)
        )

    def waivers(self, end: datetime, problems: Problems) -> tuple[Waiver, ...]:
        """The waivers; one without `expires` ends with the campaign at `end`, and none may outlive it."""
        if self.waivers_form is None or self.waivers_node is None:
            return ()
        found: list[Waiver] = []
        for index, form in enumerate(self.waivers_form.waivers):
            if (form.expires or end) > end:
                problems.add(
                    place(self.waivers_node, "waivers", index, "expires"),
                    Text("The waiver expires after the campaign's end", "豁免的失效时间晚于活动结束"),
                    Text(f"{end.isoformat()} is the latest", f"最晚为 {end.isoformat()}"),
                )
            found.append(waiver(form, end, place(self.waivers_node, "waivers", index)))
        return tuple(found)


def read_records(folder: Folder, reader: Reader) -> Records:
    signoffs, waivers = _read(SIGNOFFS, folder, reader), _read(WAIVERS, folder, reader)
    return Records(
        signoffs_node=signoffs,
        waivers_node=waivers,
        signoffs_form=validate(SignOffsFile, signoffs, reader.problems) if signoffs else None,
        waivers_form=validate(WaiversFile, waivers, reader.problems) if waivers else None,
    )


def sign_off(form: SignOffForm, location: Location) -> SignOff:
    return SignOff(
        subject=form.subject,
        role=form.role,
        person=form.person,
        verdict=form.verdict,
        sha256=form.sha256,
        at=form.at,
        comment=form.comment,
        scores=form.scores,
        signature=form.signature,
        location=location,
    )


def waiver(form: WaiverForm, end: datetime, location: Location) -> Waiver:
    return Waiver(
        subject=form.subject,
        covers=form.covers,
        person=form.person,
        reason=form.reason,
        at=form.at,
        expires=form.expires or end,
        location=location,
        sha256=form.sha256,
    )


def _read(name: str, folder: Folder, reader: Reader) -> Mapping | None:
    path = folder.path / name
    # A broken link is a file that can't be read, not one that says nothing.
    if not (path.exists() or path.is_symlink()):
        return None
    try:
        inside = folder.holds(path)
    except (OSError, RuntimeError):  # links in a circle: told as it is read
        inside = True
    if not inside:
        reader.problems.add(
            Location(folder.show(name), 1, 1),
            Text(f"{name} is a link that leads out of the campaign's folder", f"{name} 是指向活动文件夹之外的链接"),
            Text("Copy it into the folder, or let the operator allow it", "请复制到活动文件夹内，或由操作者放行"),
        )
        return None
    return reader.read(path, folder.show(name), name)
