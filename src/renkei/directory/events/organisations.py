"""What happens to organisations, their names, places and units."""

from dataclasses import dataclass
from typing import Annotated

from renkei.charter.text import Text
from renkei.directory.states import OrganisationKind, UnitKind
from renkei.journal.kinds import Event, kind

Name = Annotated[str, Text("名称", "name")]
Reason = Annotated[str, Text("理由", "reason")]


@kind("organisation.registered", Text("組織の登録", "Organisation registered"))
@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationRegistered(Event):
    kind: Annotated[OrganisationKind, Text("種別", "kind")]


@kind("organisation.changed", Text("組織の記載の変更", "Organisation's entry changed"))
@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationChanged(Event):
    n_fields: Annotated[int, Text("変更した項目の数", "fields changed")]


@kind("organisation.published", Text("組織の公表", "Organisation published"))
@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationPublished(Event):
    pass


@kind("organisation.withdrawn", Text("組織の公表の取りやめ", "Organisation no longer published"))
@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationWithdrawn(Event):
    pass


@kind("organisation.removed", Text("組織の登録の取消", "Organisation's entry taken away"))
@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationRemoved(Event):
    name: Name


@kind("organisation.alias_added", Text("別名の追加", "Other name added"))
@dataclass(frozen=True, slots=True, kw_only=True)
class AliasAdded(Event):
    name: Name


@kind("organisation.alias_removed", Text("別名の削除", "Other name removed"))
@dataclass(frozen=True, slots=True, kw_only=True)
class AliasRemoved(Event):
    name: Name


@kind("organisation.establishment_added", Text("事業所の追加", "Establishment added"))
@dataclass(frozen=True, slots=True, kw_only=True)
class EstablishmentAdded(Event):
    name: Name


@kind("organisation.establishment_removed", Text("事業所の削除", "Establishment removed"))
@dataclass(frozen=True, slots=True, kw_only=True)
class EstablishmentRemoved(Event):
    name: Name


@kind("organisation.merged", Text("重複する組織の統合", "Organisations merged"))
@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationsMerged(Event):
    absorbed: Annotated[str, Text("統合された組織", "absorbed organisation")]
    reason: Reason


@kind("organisation.merge_undone", Text("統合の取消", "Merge undone"))
@dataclass(frozen=True, slots=True, kw_only=True)
class MergeUndone(Event):
    absorbed: Annotated[str, Text("統合されていた組織", "organisation absorbed before")]
    reason: Reason


@kind("organisation.double_dismissed", Text("別の組織と確認", "Found to be two organisations"))
@dataclass(frozen=True, slots=True, kw_only=True)
class DoubleDismissed(Event):
    other: Annotated[str, Text("もう一方の組織", "the other organisation")]


@kind("unit.made", Text("部署の設置", "Unit set up"))
@dataclass(frozen=True, slots=True, kw_only=True)
class UnitMade(Event):
    kind: Annotated[UnitKind, Text("種別", "kind")]
    name: Name


@kind("unit.renamed", Text("部署の改称", "Unit renamed"))
@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRenamed(Event):
    before: Annotated[str, Text("旧名称", "former name")]
    name: Name


@kind("unit.moved", Text("部署の移管", "Unit moved"))
@dataclass(frozen=True, slots=True, kw_only=True)
class UnitMoved(Event):
    before: Annotated[str, Text("前の上位部署", "former unit above")]
    above: Annotated[str, Text("上位部署", "unit above")]


@kind("unit.closed", Text("部署の廃止", "Unit closed"))
@dataclass(frozen=True, slots=True, kw_only=True)
class UnitClosed(Event):
    name: Name
