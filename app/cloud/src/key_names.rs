use vault::Context;

/// What stands for the organisation in a pattern.
const ORG: &str = "{org}";

/// Which key of the service wraps whose data keys.
#[derive(Debug, Clone)]
pub struct KeyNames {
    platform: String,
    per_org: Option<String>,
}

/// A pattern that names the same key for every organisation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the key pattern `{0}` has no {{org}} in it, so every organisation would get the same key: write alias/axonflow-{{org}}, for example"
)]
pub struct BadKeyName(String);

impl KeyNames {
    /// `platform` is a key id, ARN or alias. `per_org` is a pattern with `{org}` in it, such as `alias/axonflow-{org}`;
    /// without it the platform's key wraps for everybody, and the encryption context alone keeps organisations apart.
    pub fn new(platform: &str, per_org: Option<&str>) -> Result<Self, BadKeyName> {
        match per_org {
            Some(pattern) if !pattern.contains(ORG) => Err(BadKeyName(pattern.to_owned())),
            per_org => Ok(Self { platform: platform.to_owned(), per_org: per_org.map(ToOwned::to_owned) }),
        }
    }

    /// The key for a record.
    pub(crate) fn for_context(&self, context: &Context) -> String {
        match (&self.per_org, context.organisation()) {
            (Some(pattern), Some(org)) => pattern.replace(ORG, &org.to_string()),
            (Some(_), None) | (None, _) => self.platform.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use model::OrgId;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn each_organisation_has_its_key_and_the_platform_its_own() {
        let names = KeyNames::new("alias/axonflow", Some("alias/axonflow-{org}")).unwrap();
        let org = OrgId::from_uuid(Uuid::from_u128(7));

        assert_eq!(names.for_context(&Context::org(org, "x")), "alias/axonflow-00000000-0000-0000-0000-000000000007");
        assert_eq!(names.for_context(&Context::platform("x")), "alias/axonflow");
        assert_eq!(KeyNames::new("one", None).unwrap().for_context(&Context::org(org, "x")), "one");
    }

    #[test]
    fn a_pattern_without_the_organisation_is_refused() {
        assert!(KeyNames::new("alias/axonflow", Some("alias/axonflow-orgs")).is_err());
    }
}
