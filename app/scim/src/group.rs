use serde_json::Value;

use crate::{Problem, Result};

/// Members that one request may name.
const MOST_MEMBERS: usize = 20_000;
/// The longest id, name or external id.
const LONGEST: usize = 512;

/// A group as a POST or PUT describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewGroup {
    /// `displayName`.
    pub display_name: String,
    /// `externalId`.
    pub external_id: Option<String>,
    /// Ids of members; nothing when the list was not sent, and then a PUT leaves the members as they are.
    pub members: Option<Vec<String>>,
}

/// What one operation does to a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GroupChange {
    /// Another `displayName`.
    Rename(String),
    /// Another `externalId`, or none.
    ExternalId(Option<String>),
    /// The members.
    Members(MemberChange),
}

/// What happens to the members, each named by its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MemberChange {
    /// These join; who is in stays in.
    Add(Vec<String>),
    /// These leave; who is not in is passed over.
    Remove(Vec<String>),
    /// These and nobody else.
    Replace(Vec<String>),
    /// Everybody leaves.
    Clear,
    /// One of these has to be in, otherwise nothing is done (`noTarget`).
    Expect(Vec<String>),
}

impl NewGroup {
    /// Reads the body of a POST or PUT; schemas that nobody knows are passed over (Entra sends one).
    pub fn read(body: &Value) -> Result<Self> {
        let body = body.as_object().ok_or_else(|| Problem::InvalidSyntax.because("the body is not a JSON object"))?;
        let member = |name: &str| body.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value);
        let display_name =
            member("displayName").map(name).transpose()?.ok_or_else(|| Problem::InvalidValue.because("displayName is missing"))?;
        let external_id = member("externalId").map(external_id).transpose()?.flatten();
        let members = member("members").map(member_ids).transpose()?;
        Ok(Self { display_name, external_id, members })
    }
}

/// A `displayName`.
pub(crate) fn name(sent: &Value) -> Result<String> {
    let text = sent.as_str().filter(|text| !text.trim().is_empty() && is_short(text));
    text.map(str::to_owned).ok_or_else(|| Problem::InvalidValue.because("displayName has to be a string of 1 to 512 bytes"))
}

/// An `externalId`; null removes it.
pub(crate) fn external_id(sent: &Value) -> Result<Option<String>> {
    if sent.is_null() {
        return Ok(None);
    }
    let text = sent.as_str().filter(|text| is_short(text));
    text.map(|text| Some(text.to_owned()))
        .ok_or_else(|| Problem::InvalidValue.because("externalId has to be a string of at most 512 bytes"))
}

/// The ids in a list of members: objects with `value`, or bare strings; each once, in their order.
pub(crate) fn member_ids(sent: &Value) -> Result<Vec<String>> {
    if sent.is_null() {
        return Ok(Vec::new());
    }
    let listed = sent.as_array().map_or(std::slice::from_ref(sent), Vec::as_slice);
    if listed.len() > MOST_MEMBERS {
        return Err(Problem::TooMany.because(format!("more than {MOST_MEMBERS} members in one request")));
    }
    let mut seen = std::collections::HashSet::new();
    let ids = listed.iter().map(member_id).collect::<Result<Vec<String>>>()?;
    Ok(ids.into_iter().filter(|id| seen.insert(id.clone())).collect())
}

fn member_id(sent: &Value) -> Result<String> {
    let in_object = || sent.as_object()?.iter().find(|(key, _)| key.eq_ignore_ascii_case("value"))?.1.as_str();
    let id = sent.as_str().or_else(in_object);
    let id = id.filter(|id| !id.is_empty() && is_short(id));
    id.map(str::to_owned).ok_or_else(|| Problem::InvalidValue.because("a member has to name a resource by its value"))
}

fn is_short(text: &str) -> bool {
    text.len() <= LONGEST && !text.contains('\0')
}
