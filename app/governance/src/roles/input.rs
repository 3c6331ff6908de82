use model::{BuiltInRole, Invalid, PermissionSet, ShortText};

use crate::Result;

/// What a role is to be.
#[derive(Debug, Clone)]
pub struct RoleInput {
    /// Its name, once per organisation.
    pub name: ShortText<60>,
    /// What it is for; may be empty.
    pub description: String,
    /// What it allows.
    pub permissions: PermissionSet,
}

/// Characters of a description.
const LONGEST: usize = 300;

impl RoleInput {
    /// Reads what a form or command says.
    pub fn parse<S: AsRef<str>>(name: &str, description: &str, permissions: &[S]) -> Result<Self> {
        let name: ShortText<60> = ShortText::parse("name", name)?;
        if BuiltInRole::parse(&name.as_str().to_lowercase().replace(' ', "_")).is_some() {
            return Err(Invalid::new("name", "is the name of a role that every organisation has").into());
        }
        if name.as_str().contains(char::is_control) {
            return Err(Invalid::new("name", "must be one line").into());
        }
        let description = self::description(description)?;
        let permissions = PermissionSet::parse(permissions).map_err(|unknown| Invalid::new("permissions", unknown.to_string()))?;
        Ok(Self { name, description, permissions })
    }
}

/// What something is for, in a sentence or two; may be empty.
pub(crate) fn description(text: &str) -> Result<String> {
    let text = text.trim().to_owned();
    if text.chars().count() > LONGEST {
        return Err(Invalid::new("description", format!("is longer than {LONGEST} characters")).into());
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_may_allow_nothing_and_may_not_call_itself_owner() {
        assert!(RoleInput::parse::<&str>("Night shift", "", &[]).is_ok_and(|role| role.permissions == PermissionSet::NONE));
        for name in ["owner", "Policy Admin", " OWNER "] {
            assert!(RoleInput::parse::<&str>(name, "", &[]).is_err(), "{name}");
        }
        assert!(RoleInput::parse("Night shift", "", &["holds:decide", "root"]).is_err());
    }
}
