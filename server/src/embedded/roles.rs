use std::{
    io::{self, Write},
    process::Stdio,
};

use super::{
    DATABASE,
    error::{EmbeddedError, Result, failed_to},
    prepare::{self, Prepared},
    process,
};

/// Makes the database and the roles. Everything bears being run again: this happens at every start.
pub(super) fn make(prepared: &Prepared, roles_sql: &str) -> Result<()> {
    run_sql(prepared, "postgres", &create_database())?;
    run_sql(prepared, DATABASE, roles_sql)?;
    run_sql(prepared, DATABASE, &hand_over_database())?;
    if prepared.listens {
        let password = prepare::password(&prepared.folder)?;
        run_sql(prepared, DATABASE, &format!("alter role axonflow_superuser password '{password}';\n"))?;
    }
    Ok(())
}

fn create_database() -> String {
    format!(
        "select 'create database {DATABASE}' where not exists (select from pg_database where datname = '{DATABASE}')\n\\gexec\n\
         revoke all on database postgres, template1 from public;\n"
    )
}

/// The role script may or may not know the owner; the database gets it as soon as it exists.
fn hand_over_database() -> String {
    format!(
        "do $$ begin if exists (select from pg_roles where rolname = 'axonflow_platform_admin') then\n\
         alter database {DATABASE} owner to axonflow_platform_admin; end if; end $$;\n"
    )
}

/// Gives a script to psql, as the superuser; the first error ends it.
fn run_sql(prepared: &Prepared, database: &str, script: &str) -> Result<()> {
    let program = prepared.binaries.program("psql");
    let mut psql = process::command(&program, &prepared.account);
    psql.args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-U", "axonflow_superuser", "-d", database, "-p", &prepared.port.to_string(), "-h"])
        .arg(prepared.socket.path())
        .args(["-f", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = psql.spawn().map_err(failed_to("run", &program))?;
    let written = child.stdin.take().map_or(Ok(()), |mut stdin| stdin.write_all(script.as_bytes()));
    let output = child.wait_with_output().map_err(failed_to("run", &program))?;
    match (output.status.success(), written) {
        (true, Ok(())) => Ok(()),
        // psql stops reading at the first error, so that one is the cause and the broken pipe is not.
        (false, _) => Err(EmbeddedError::Roles(process::printed(&output.stdout, &output.stderr))),
        (true, Err(fault)) => Err(broken(program, fault)),
    }
}

fn broken(program: std::path::PathBuf, fault: io::Error) -> EmbeddedError {
    failed_to("write to", program)(fault)
}
