use governance::{
    Error,
    staff_access::{self, Answer},
};
use model::{Invalid, Permission, views::StaffAccessView};

use super::{OrRefuse as _, door, member};
use crate::PortalError;

/// What operators asked for, and every look that they took.
pub(crate) async fn view(org: &str) -> Result<StaffAccessView, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, org, Permission::SettingsWrite).await?;
    staff_access::view(door.governance(), &scope).await.or_refuse(&door)
}

/// Answers an operator; says which sentence the page shows.
pub(crate) async fn answer(org: &str, id: &str, word: &str) -> Result<&'static str, PortalError> {
    let door = door()?;
    let (scope, _) = member(&door, org, Permission::SettingsWrite).await?;
    let (answer, done) = match word {
        "grant" => (Answer::Grant, "access-granted"),
        "refuse" => (Answer::Refuse, "access-refused"),
        "end" => (Answer::End, "access-ended"),
        _ => return Err(Error::Invalid(Invalid::new("answer", "is grant, refuse or end"))).or_refuse(&door),
    };
    let id = id.parse().map_err(|_| Error::NotFound).or_refuse(&door)?;
    staff_access::answer(door.governance(), &scope, id, answer).await.or_refuse(&door)?;
    Ok(done)
}
