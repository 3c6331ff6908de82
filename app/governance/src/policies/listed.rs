use time::OffsetDateTime;

use super::OverrideView;

/// What lists look at, whatever the kind of policy.
pub(crate) struct Head<'a> {
    pub(crate) id: &'a str,
    pub(crate) name: &'a str,
    pub(crate) description: &'a str,
    /// The type of those that have one.
    pub(crate) kind: &'a str,
    pub(crate) category: &'a str,
    pub(crate) tier: &'a str,
    pub(crate) organization: &'a str,
    pub(crate) tenant: Option<&'a str>,
    pub(crate) severity: &'a str,
    pub(crate) enabled: bool,
    pub(crate) priority: i32,
    pub(crate) created_at: OffsetDateTime,
    pub(crate) updated_at: OffsetDateTime,
}

/// A view that lists show.
pub(crate) trait Listed {
    /// What lists look at.
    fn head(&self) -> Head<'_>;

    /// The override in force, and what it changes.
    fn overridden(&mut self) -> Option<(OverrideView, &mut String, &mut bool)>;

    /// Whether it speaks for a workspace.
    fn speaks_for(&self, tenant: &str) -> bool {
        self.head().tenant.is_none_or(|own| own == tenant)
    }
}

/// The policy as its override has it.
pub(crate) fn applied<V: Listed>(mut view: V) -> V {
    if let Some((change, action, enabled)) = view.overridden() {
        action.clone_from(&change.action_override);
        *enabled = change.enabled_override.unwrap_or(*enabled);
    }
    view
}
