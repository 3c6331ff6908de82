use std::path::Path;

use policy::Rego;
use serde::Serialize;

use super::files;
use crate::cli::output::Output;

#[derive(Serialize)]
struct Linted {
    path: String,
    ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
}

pub(super) fn run(path: &Path, out: Output) -> anyhow::Result<bool> {
    let files: Vec<Linted> = files::read(path)?.iter().map(|file| lint(&file.path, &file.source)).collect();
    let good = files.iter().all(|file| file.ok);
    out.show(&files, || files.iter().map(Linted::text).collect::<Vec<_>>().join("\n"));
    Ok(good)
}

fn lint(path: &Path, source: &str) -> Linted {
    let path = path.display().to_string();
    match Rego::parse(source) {
        Ok(_) => Linted { path, ok: true, line: None, problem: None },
        Err(error) => Linted { path, ok: false, line: error.line, problem: Some(error.message) },
    }
}

impl Linted {
    /// In the form that editors jump to.
    fn text(&self) -> String {
        let Some(problem) = &self.problem else { return format!("{}: ok", self.path) };
        self.line.map_or_else(|| format!("{}: {problem}", self.path), |line| format!("{}:{line}: {problem}", self.path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_is_told_with_file_and_line() {
        let good = lint(Path::new("a.rego"), "package a\ndeny if true\n");
        let bad = lint(Path::new("b.rego"), "package a\n\ndeny if http.send({})\n");

        assert_eq!((good.ok, good.text().as_str()), (true, "a.rego: ok"));
        assert!(!bad.ok && bad.text().starts_with("b.rego:3: The function http.send"), "{}", bad.text());
    }
}
