use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context as _, ensure};
use governance::simulation::{Question, SimulatedFile, SimulatedLine, simulate_many};

use crate::cli::{
    in_org::{InOrg, Open},
    output::Output,
};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// One call a line, as JSON: `query`, and `context`, `user`, `target`, `plane`, `request_type` where they matter.
    file: PathBuf,
    #[command(flatten)]
    place: InOrg,
}

pub(super) async fn run(args: Args, out: Output) -> anyhow::Result<ExitCode> {
    let questions = read(&args.file)?;
    let open = Open::new(&args.place, "policy simulate").await?;
    let said = simulate_many(&open.house.gov, &open.scope, questions).await?;
    out.show(&said, || told(&said));
    open.close().await
}

/// Every line that is not empty; a wrong one is named by its number.
fn read(path: &Path) -> anyhow::Result<Vec<Question>> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let questions =
        lines.map(|(at, line)| serde_json::from_str(line).with_context(|| format!("{}:{}: is no call", path.display(), at + 1)));
    let questions = questions.collect::<anyhow::Result<Vec<Question>>>()?;
    ensure!(!questions.is_empty(), "{} holds no call", path.display());
    Ok(questions)
}

fn told(said: &SimulatedFile) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for line in &said.lines {
        *counts.entry(line.verdict.as_str()).or_insert(0) += 1;
    }
    let mut lines: Vec<String> = said.lines.iter().enumerate().map(|(at, line)| line_text(at + 1, line)).collect();
    lines.push(counts.iter().map(|(verdict, count)| format!("{count} {verdict}")).collect::<Vec<_>>().join(", "));
    lines.join("\n")
}

fn line_text(at: usize, line: &SimulatedLine) -> String {
    format!("{at}\t{}\t{}", line.verdict, line.policies.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_line_is_named() {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), "{\"query\": \"one\"}\n\n{\"query\": \"two\", \"plane\": \"proxy\"}\n").unwrap();
        assert_eq!(read(file.path()).unwrap().len(), 2);

        fs::write(file.path(), "{\"query\": \"one\"}\nquery\n").unwrap();

        assert!(read(file.path()).unwrap_err().to_string().ends_with(":2: is no call"));
        fs::write(file.path(), "\n").unwrap();
        assert!(read(file.path()).is_err());
    }
}
