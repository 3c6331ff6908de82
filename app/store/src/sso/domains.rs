use model::{ConnectionId, Id};
use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    OrgTx, Result,
    row::{expect_one, org_rows},
};

/// A domain that an organisation says is its own.
#[derive(Debug, Clone, FromRow)]
pub struct DomainRow {
    org_id: Uuid,
    /// Its name.
    pub domain: String,
    /// What its TXT record has to say.
    pub token: String,
    /// `off`, `optional` or `required`.
    pub mode: String,
    connection_id: Option<Uuid>,
    /// When the record was last looked for.
    pub checked_at: Option<OffsetDateTime>,
    /// When it was found.
    pub verified_at: Option<OffsetDateTime>,
}

/// How many members have an address in a domain.
#[derive(Debug, Clone, FromRow)]
pub struct DomainCount {
    org_id: Uuid,
    /// The domain.
    pub domain: String,
    /// Members who may come in.
    pub members: i64,
}

org_rows!(DomainRow, DomainCount);

impl DomainRow {
    /// Where its people sign in.
    pub fn connection(&self) -> Option<ConnectionId> {
        self.connection_id.map(Id::from_uuid)
    }
}

const SELECT: &str = "select org_id, domain, token, mode, connection_id, checked_at, verified_at from public.sso_domains";

/// Every domain, by name.
pub async fn domains(tx: &mut OrgTx) -> Result<Vec<DomainRow>> {
    tx.all(sqlx::query_as(sqlx::AssertSqlSafe(format!("{SELECT} order by domain limit 200")))).await
}

/// Members by the domain of their address, of the organisation's own domains.
pub async fn members_by_domain(tx: &mut OrgTx) -> Result<Vec<DomainCount>> {
    let text = "select d.org_id, d.domain, count(*) as members from public.sso_domains d
        join public.members m on m.org_id = d.org_id and split_part(m.email, '@', 2) = d.domain and m.suspended_at is null
        group by d.org_id, d.domain";
    tx.all(sqlx::query_as(text)).await
}

/// One domain.
pub async fn domain_of(tx: &mut OrgTx, domain: &str) -> Result<Option<DomainRow>> {
    let org = tx.org().as_uuid();
    let text = format!("{SELECT} where org_id = $1 and domain = $2");
    tx.maybe(sqlx::query_as(sqlx::AssertSqlSafe(text)).bind(org).bind(domain)).await
}

/// Adds a domain that is not proved yet; one that is there already stays as it is, its token too.
pub async fn add_domain(tx: &mut OrgTx, domain: &str, token: &str) -> Result<bool> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let text = "insert into public.sso_domains (org_id, domain, token, created_at) values ($1, $2, $3, $4) on conflict do nothing";
    Ok(tx.run(sqlx::query(text).bind(org).bind(domain).bind(token).bind(now)).await? == 1)
}

/// Notes that its record was found.
pub async fn verify_domain(tx: &mut OrgTx, domain: &str) -> Result<()> {
    let (org, now) = (tx.org().as_uuid(), tx.now());
    let text = "update public.sso_domains set verified_at = coalesce(verified_at, $3), checked_at = $3 where org_id = $1 and domain = $2";
    tx.run(sqlx::query(text).bind(org).bind(domain).bind(now)).await.and_then(expect_one)
}

/// Says where a domain's people sign in, and whether they have to.
pub async fn route_domain(tx: &mut OrgTx, domain: &str, connection: Option<ConnectionId>, mode: &str) -> Result<()> {
    let org = tx.org().as_uuid();
    let text = "update public.sso_domains set connection_id = $3, mode = $4 where org_id = $1 and domain = $2";
    let query = sqlx::query(text).bind(org).bind(domain).bind(connection.map(Id::as_uuid)).bind(mode);
    tx.run(query).await.and_then(expect_one)
}

/// Whether some domain's people have to sign in by a provider.
pub async fn any_required(tx: &mut OrgTx) -> Result<bool> {
    let org = tx.org().as_uuid();
    let text = "select exists (select from public.sso_domains where org_id = $1 and mode = 'required')";
    Ok(sqlx::query_scalar(text).bind(org).fetch_one(tx.conn()).await?)
}

/// Removes a domain; whether there was one.
pub async fn remove_domain(tx: &mut OrgTx, domain: &str) -> Result<bool> {
    let org = tx.org().as_uuid();
    let text = "delete from public.sso_domains where org_id = $1 and domain = $2";
    Ok(tx.run(sqlx::query(text).bind(org).bind(domain)).await? == 1)
}
