"""A small campaign in a folder: one blocker and one minor over three tables, and one document that can be signed.

The command's clock can't be replaced, so the campaign's dates stand around the present.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

CHECK = "ours.stock"
BUILT_IN = ("planning", "execution", "technical", "analysis")

CHECKLIST = """\
checklist: ours
evidence:
  promoted:
    title: {{en: Promoted SKUs, zh: 主推商品}}
    from: {{en: marketing, zh: 市场部}}
    owner: marketing
    key: [sku]
    columns: {{sku: {{type: text, aliases: [商品编码]}}}}
  stock:
    title: {{en: Stock export, zh: 库存导出}}
    from: {{en: the ERP, zh: ERP 系统}}
    owner: supply-chain
    key: [sku]
    columns:
      sku: {{type: text, aliases: [商品编码]}}
      available: {{type: decimal, aliases: [可用库存], unit: unit}}
  forecast:
    title: {{en: Forecast, zh: 预估}}
    from: {{en: planning, zh: 计划部}}
    owner: supply-chain
    key: [sku]
    columns:
      sku: {{type: text, aliases: [商品编码]}}
      units: {{type: decimal, aliases: [预估销量], unit: unit}}
  terms:
    sort: document
    title: {{en: Terms, zh: 活动条款}}
    from: {{en: the owner of the campaign, zh: 活动负责人}}
    owner: legal
  page:
    sort: url
    title: {{en: Landing page, zh: 活动页}}
    from: {{en: the shop, zh: 网店}}
    owner: it
checks:
  - id: stock
    phase: execution
    title: {{en: Enough stock, zh: 库存充足}}
    why: {{en: What is sold out is lost., zh: 断货即损失。}}
    severity: blocker
    due: {due}
    owner: supply-chain
    probe: {{kind: stock-coverage, promoted: promoted, stock: stock, forecast: forecast, min_ratio: 120 %}}
    remedy: {{en: Order more., zh: 请补货。}}
    source: {{en: our own rule, zh: 自有规则}}
  - id: some-stock
    phase: execution
    title: {{en: Some stock, zh: 有库存}}
    why: {{en: One check that passes when the other does not., zh: 另一项未通过时仍通过的检查。}}
    severity: minor
    owner: supply-chain
    probe: {{kind: stock-coverage, promoted: promoted, stock: stock, forecast: forecast, min_ratio: 50 %}}
    remedy: {{en: Order more., zh: 请补货。}}
    source: {{en: our own rule, zh: 自有规则}}
"""

CAMPAIGN = """\
campaign:
  id: small
  name: {{en: Small sale, zh: 小型促销}}
  launch: {launch}
  end: {end}
  timezone: Asia/Shanghai
  languages: {languages}
checklists: [./ours.yaml]
people:
  - {{id: li.wei, name: 李伟, roles: [sponsor, campaign-owner], contact: li.wei@shop.example}}
  - {{id: zhao.min, name: 赵敏, roles: [supply-chain], contact: zhao.min@shop.example}}
  - {{id: wang.fang, name: 王芳, roles: [legal], contact: wang.fang@shop.example}}
evidence:
  promoted: {{file: promoted.csv}}
  stock: {{file: stock.csv, as_at: {as_at}}}
  forecast: {{file: forecast.csv}}
  terms: {{file: terms.md, author: [wang.fang]}}
  page: {{url: "https://shop.example/sale"}}
"""


@dataclass(frozen=True)
class Small:
    """The campaign in `folder`; its evidence passes until a test changes it."""

    folder: Path

    @property
    def file(self) -> Path:
        return self.folder / "campaign.yaml"

    def stock(self, available: int) -> None:
        (self.folder / "stock.csv").write_text(f"sku,available\nA-1,{available}\n", encoding="utf-8")

    def replace(self, old: str, new: str) -> None:
        text = self.file.read_text(encoding="utf-8")
        assert old in text
        self.file.write_text(text.replace(old, new), encoding="utf-8")


def write_small(
    folder: Path, *, due: str = "T", launch_in: timedelta = timedelta(days=10), languages: str = "[en, zh]"
) -> Small:
    """120 units of one SKU with 100 forecast: exactly enough."""
    now = datetime.now(UTC).replace(microsecond=0)
    folder.mkdir(parents=True, exist_ok=True)
    launch = now + launch_in
    content = CAMPAIGN.format(
        launch=launch.isoformat(),
        end=(launch + timedelta(days=2)).isoformat(),
        as_at=(now - timedelta(hours=1)).isoformat(),
        languages=languages,
    )
    small = Small(folder)
    small.file.write_text(content, encoding="utf-8")
    (folder / "ours.yaml").write_text(CHECKLIST.format(due=due), encoding="utf-8")
    (folder / "promoted.csv").write_text("sku\nA-1\n", encoding="utf-8")
    (folder / "forecast.csv").write_text("sku,units\nA-1,100\n", encoding="utf-8")
    (folder / "terms.md").write_text("# Terms\n", encoding="utf-8")
    small.stock(120)
    return small
