use ledger::Deed;
use model::DeedKind;
use scim::{GroupChange, MemberChange, Problem};
use store::{
    OrgTx,
    directory::{
        groups::{self, GroupRow},
        members, rules,
    },
    members as of_org,
};
use uuid::Uuid;

use super::show::{Members, shown};
use crate::{
    Governance,
    directory::{Shown, membership::apply_roles, not_found},
};

/// How many members a call moved.
#[derive(Debug, Clone, Default)]
pub(super) struct Moved {
    pub(super) joined: u64,
    pub(super) left: u64,
    /// Named, and not there yet.
    pub(super) expected: u64,
    /// Whose roles may have changed.
    pub(super) whom: Whom,
}

/// Whose roles may have changed.
#[derive(Debug, Clone, Default)]
pub(super) enum Whom {
    /// Nobody's.
    #[default]
    Nobody,
    /// Those of these people of the directory.
    Some(Vec<Uuid>),
    /// Anybody's.
    All,
}

impl Whom {
    /// These too.
    fn also(&mut self, named: &[String]) {
        let ids = named.iter().filter_map(|id| Uuid::try_parse(id).ok());
        match self {
            Self::Nobody => *self = Self::Some(ids.collect()),
            Self::Some(known) => known.extend(ids),
            Self::All => {}
        }
    }
}

impl Moved {
    const fn is_nothing(&self) -> bool {
        self.joined + self.left + self.expected == 0
    }

    /// The counts as facts of a deed.
    pub(super) fn note(&self, deed: Deed) -> Deed {
        deed.fact("joined", self.joined).fact("left", self.left).fact("expected", self.expected)
    }

    /// What came of a call, in words.
    pub(super) fn told(&self, what: &str) -> String {
        let Self { joined, left, expected, .. } = self;
        let counts = if self.is_nothing() { String::new() } else { format!("; {joined} joined, {left} left") };
        let partial = if *expected > 0 { format!("; partial: {expected} unknown members are expected for a day") } else { String::new() };
        format!("{what}{counts}{partial}")
    }
}

/// Makes changes to a locked group, all or none, with their record; nothing when nothing changes.
pub(super) async fn change(
    gov: &Governance,
    mut tx: OrgTx,
    before: &GroupRow,
    changes: Vec<GroupChange>,
    answer: Members,
) -> scim::Result<Shown> {
    let (mut name, mut external_id) = (before.display_name.clone(), before.external_id.clone());
    let mut moved = Moved::default();
    for change in changes {
        match change {
            GroupChange::Rename(new) => name = new,
            GroupChange::ExternalId(new) => external_id = new,
            GroupChange::Members(change) => move_members(&mut tx, before, &change, &mut moved).await?,
        }
    }
    let is_same = name == before.display_name && external_id == before.external_id;
    if is_same && moved.is_nothing() {
        return shown(gov, &mut tx, before, answer, "unchanged".to_owned()).await;
    }
    regrant(&mut tx, before.group_id, &moved).await?;
    groups::update(&mut tx, before.group_id, &name, external_id.as_deref()).await?;
    let row = groups::find(&mut tx, before.group_id).await?.ok_or_else(not_found)?;
    let shown = shown(gov, &mut tx, &row, answer, moved.told("changed")).await?;
    let deed = Deed::new(DeedKind::DirectoryGroupChanged, row.group_id).target(row.group_id.to_string()).fact("name", row.display_name);
    tx.commit(moved.note(deed)).await?;
    Ok(shown)
}

async fn move_members(tx: &mut OrgTx, group: &GroupRow, change: &MemberChange, moved: &mut Moved) -> scim::Result<()> {
    let group = group.group_id;
    match change {
        MemberChange::Remove(named) => {
            moved.left += members::remove(tx, group, named).await?;
            moved.whom.also(named);
        }
        MemberChange::Clear => {
            moved.left += members::keep_only(tx, group, &[]).await?;
            moved.whom = Whom::All;
        }
        MemberChange::Add(named) => add(tx, group, named, moved).await?,
        MemberChange::Replace(named) => {
            moved.left += members::keep_only(tx, group, named).await?;
            moved.whom = Whom::All;
            add(tx, group, named, moved).await?;
        }
        MemberChange::Expect(named) => {
            if !members::holds_one_of(tx, group, named).await? {
                return Err(Problem::NoTarget.because("No member meets the filter."));
            }
        }
    }
    Ok(())
}

/// Roles follow the members of a group that gives some, in the same transaction.
async fn regrant(tx: &mut OrgTx, group: Uuid, moved: &Moved) -> scim::Result<()> {
    let whom = match &moved.whom {
        Whom::Nobody => return Ok(()),
        Whom::Some(users) => Some(users.as_slice()),
        Whom::All => None,
    };
    if rules::gives_roles(tx, group).await? {
        of_org::lock_all(tx).await?;
        apply_roles(tx, whom).await?;
    }
    Ok(())
}

pub(super) async fn add(tx: &mut OrgTx, group: Uuid, named: &[String], moved: &mut Moved) -> scim::Result<()> {
    let (joined, expected) = members::add(tx, group, named).await?;
    moved.joined += joined;
    moved.expected += expected;
    moved.whom.also(named);
    Ok(())
}
