use model::{EmailAddress, OrgId};
use rand::RngExt as _;
use vault::SecretString;

use super::DemoPerson;
use crate::{
    assemble::House,
    provision::{NewUser, create_user},
};

const PEOPLE: [(&str, &str, &str); 3] =
    [("owner", "Mara Lindqvist", "mara"), ("approver", "Priya Raman", "priya"), ("viewer", "Ben Achterberg", "ben")];

/// An owner, an approver and a viewer, each with a password of their own and an authenticator.
pub(super) async fn make(house: &House, org: OrgId, slug: &str) -> anyhow::Result<[DemoPerson; 3]> {
    let mut made = Vec::with_capacity(PEOPLE.len());
    for (role, name, local) in PEOPLE {
        made.push(person(house, org, role, name, &format!("{local}@{slug}.example")).await?);
    }
    made.try_into().map_err(|_| anyhow::anyhow!("three people were expected"))
}

async fn person(house: &House, org: OrgId, role: &str, name: &str, email: &str) -> anyhow::Result<DemoPerson> {
    let password = random_password();
    let new = NewUser {
        org,
        email: EmailAddress::parse(email)?,
        name: name.to_owned(),
        password: SecretString::new(password.clone()),
        role,
        enroll_totp: true,
    };
    let made = create_user(house, new).await?;
    let totp_secret = made.totp_secret.ok_or_else(|| anyhow::anyhow!("{email} exists already"))?;
    Ok(DemoPerson { email: email.to_owned(), password, totp_secret })
}

/// Letters and digits that cannot be confused when read aloud; 100 bits.
fn random_password() -> String {
    const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let mut rng = rand::rng();
    let letters: Vec<char> = (0..20).filter_map(|_| LETTERS.get(rng.random_range(0..LETTERS.len()))).map(|b| char::from(*b)).collect();
    letters.chunks(5).map(|chunk| chunk.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}
