use model::{EmailAddress, Id, OrgId, PersonId, Slug, TenantId, Tier};
use store::{OrgScope, PlatformPool, platform};
use uuid::Uuid;

use super::database::unique;

/// An organisation that one test made for itself.
#[derive(Debug, Clone)]
pub(crate) struct Org {
    pub(crate) id: OrgId,
    pub(crate) slug: String,
}

impl Org {
    /// A new organisation with its workspace, roles and ledger.
    pub(crate) async fn create(platform: &PlatformPool) -> Self {
        Self::create_with_tier(platform, Tier::Enterprise).await
    }

    pub(crate) async fn create_with_tier(platform: &PlatformPool, tier: Tier) -> Self {
        let id: OrgId = Id::from_uuid(Uuid::now_v7());
        let slug = unique("org").replace('_', "-");
        let new = platform::NewOrg { slug: Slug::parse(&slug).unwrap(), name: format!("Organisation {slug}"), tier };
        platform::create_org(platform, id, &new).await.unwrap();
        Self { id, slug }
    }

    /// An operator's scope: what tests act under when nothing about the actor matters.
    pub(crate) fn scope(&self, platform: &PlatformPool) -> OrgScope {
        platform.command_scope(self.id, "test")
    }

    /// A member without a usable password.
    pub(crate) async fn member(&self, platform: &PlatformPool, role: &str) -> PersonId {
        let email = EmailAddress::parse(&format!("{}@{}.example", unique("person"), self.slug)).unwrap();
        let new = platform::NewPerson { email, name: "A Person".to_owned(), password_hash: "none".to_owned() };
        let (person, _) = platform::create_person(platform, Id::from_uuid(Uuid::now_v7()), &new).await.unwrap();
        platform::add_member(platform, self.id, person, role).await.unwrap();
        person
    }

    /// The workspace that it was made with.
    pub(crate) async fn tenant(&self, kit: &super::Kit) -> TenantId {
        let mut tx = kit.pool.org_tx(&self.scope(&kit.platform)).await.unwrap();
        store::orgs::tenants(&mut tx).await.unwrap()[0].0
    }
}
