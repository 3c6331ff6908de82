use model::Permission;

/// A permission as a type, so that an extractor's type says what it needs and the permission cannot be left out.
pub trait Requires: Send + Sync + 'static {
    /// The permission.
    const PERMISSION: Permission;
}

macro_rules! permissions {
    ($($name:ident => $permission:ident),+ $(,)?) => {
        $(#[doc = concat!("Needs [`Permission::", stringify!($permission), "`].")]
          #[derive(Debug)] pub enum $name {}
          impl Requires for $name { const PERMISSION: Permission = Permission::$permission; })+
        #[cfg(test)]
        const TYPED: &[Permission] = &[$(<$name as Requires>::PERMISSION),+];
    };
}

permissions! {
    Govern => Govern,
    PoliciesRead => PoliciesRead,
    PoliciesWrite => PoliciesWrite,
    PoliciesRelease => PoliciesRelease,
    PoliciesEmergency => PoliciesEmergency,
    PoliciesLoosen => PoliciesLoosen,
    HoldsCreate => HoldsCreate,
    HoldsRead => HoldsRead,
    HoldsDecide => HoldsDecide,
    AuditReadAll => AuditReadAll,
    KeysRead => KeysRead,
    KeysWrite => KeysWrite,
    ConnectorsRead => ConnectorsRead,
    MembersRead => MembersRead,
    MembersWrite => MembersWrite,
    SettingsWrite => SettingsWrite,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_permission_has_a_type() {
        assert_eq!(TYPED, Permission::ALL);
    }
}
