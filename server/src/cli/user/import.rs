use std::{fs, path::PathBuf, process::ExitCode};

use anyhow::{Context as _, bail};
use governance::members;
use identity::imported_password;
use model::{EmailAddress, Id, PersonId, ShortText};
use serde::Deserialize;
use serde_json::{Value, json};
use store::platform::{self, NewPerson};
use uuid::Uuid;

use super::{InOrg, Open, Output};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// One JSON object a line: `email`, `password_hash` (bcrypt of cost 10 to 12), and if you like `name` and `role`.
    #[arg(long)]
    file: PathBuf,
    /// The role of people whose line names none.
    #[arg(long)]
    role: String,
    #[command(flatten)]
    place: InOrg,
}

/// One line of the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    email: String,
    name: Option<String>,
    password_hash: String,
    role: Option<String>,
}

/// A line that was read.
struct Newcomer {
    person: NewPerson,
    role: String,
}

/// Nothing is imported while any line is wrong. Whoever has an account already keeps it as it is and is not added.
pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let text = fs::read_to_string(&args.file).with_context(|| format!("{} cannot be read", args.file.display()))?;
    let open = Open::new(&args.place, "user import").await?;
    let choices = members::role_choices(&open.house.gov, &open.scope).await?;
    let roles: Vec<&str> = choices.iter().map(|choice| choice.name.as_str()).collect();
    let newcomers = read_all(&text, &args.role, &roles)?;
    let mut done = Vec::with_capacity(newcomers.len());
    for newcomer in &newcomers {
        done.push((newcomer.person.email.as_str(), take_over(&open, newcomer).await?));
    }
    let line = |(email, made): &(&str, Option<PersonId>)| json!({"email": email, "user_id": made, "imported": made.is_some()});
    let document: Vec<Value> = done.iter().map(line).collect();
    out.show(&document, || done.iter().map(in_words).collect::<Vec<_>>().join("\n"));
    open.close().await
}

async fn take_over(open: &Open, newcomer: &Newcomer) -> anyhow::Result<Option<PersonId>> {
    let pool = &open.house.platform;
    let (person, is_new) = platform::create_person(pool, Id::from_uuid(Uuid::now_v7()), &newcomer.person).await?;
    if !is_new {
        return Ok(None);
    }
    platform::add_member(pool, open.scope.org(), person, &newcomer.role).await?;
    Ok(Some(person))
}

/// All people of the file, or all that is wrong with it.
fn read_all(text: &str, role: &str, roles: &[&str]) -> anyhow::Result<Vec<Newcomer>> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let (mut good, mut wrong) = (Vec::new(), Vec::new());
    for (number, line) in lines {
        match read(line, role, roles) {
            Ok(newcomer) => good.push(newcomer),
            Err(error) => wrong.push(format!("line {}: {error}", number + 1)),
        }
    }
    if wrong.is_empty() { Ok(good) } else { bail!("nothing was imported\n{}", wrong.join("\n")) }
}

/// Errors say what is wrong and never what stood there: the line has a password hash.
fn read(line: &str, role: &str, roles: &[&str]) -> anyhow::Result<Newcomer> {
    let Ok(line) = serde_json::from_str::<Line>(line) else {
        bail!("not a JSON object with email and password_hash, and nothing but name and role besides");
    };
    let email = EmailAddress::parse(&line.email)?;
    let name = String::from(ShortText::<120>::parse("name", line.name.as_deref().unwrap_or(email.as_str()))?);
    imported_password::check(&line.password_hash)?;
    let role = line.role.unwrap_or_else(|| role.to_owned());
    if !roles.contains(&role.as_str()) {
        bail!("there is no role {role}");
    }
    Ok(Newcomer { person: NewPerson { email, name, password_hash: line.password_hash }, role })
}

fn in_words((email, made): &(&str, Option<PersonId>)) -> String {
    match made {
        Some(_) => format!("{email}  imported"),
        None => format!("{email}  has an account already; invite them"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HASH: &str = "$2b$12$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";

    fn wrong(text: &str) -> String {
        read_all(text, "viewer", &["viewer", "auditor"]).map(|_| ()).unwrap_err().to_string()
    }

    #[test]
    fn a_line_names_its_role_or_takes_the_one_of_the_command() {
        let text = format!(
            "{{\"email\":\"ada@acme.example\",\"password_hash\":\"{HASH}\"}}\n\n\
             {{\"email\":\"bo@acme.example\",\"name\":\"Bo\",\"password_hash\":\"{HASH}\",\"role\":\"auditor\"}}\n"
        );

        let read = read_all(&text, "viewer", &["viewer", "auditor"]).unwrap();

        let seen: Vec<_> = read.iter().map(|one| (one.person.name.as_str(), one.role.as_str())).collect();
        assert_eq!(seen, [("ada@acme.example", "viewer"), ("Bo", "auditor")]);
    }

    #[test]
    fn every_wrong_line_is_named_and_none_is_repeated() {
        let text = format!(
            "{{\"email\":\"ada@acme.example\",\"password_hash\":\"{HASH}\",\"role\":\"emperor\"}}\n\
             {{\"email\":\"nobody\",\"password_hash\":\"{HASH}\"}}\n\
             {{\"email\":\"bo@acme.example\",\"password_hash\":\"5f4dcc3b5aa765d61d8327deb882cf99\"}}\n\
             {{\"email\":\"bo@acme.example\",\"password\":\"in clear\"}}"
        );

        let said = wrong(&text);

        for line in ["line 1: there is no role emperor", "line 2: ", "line 3: the password hash is not bcrypt", "line 4: not a JSON object"]
        {
            assert!(said.contains(line), "{line}: {said}");
        }
        assert!(!said.contains("5f4dcc") && !said.contains("in clear"), "{said}");
    }
}
