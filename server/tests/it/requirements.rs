//! `docs/requirements.md` names tests and files; each of them is there.

use std::{fs, path::Path};

/// What stands between backticks on a line.
fn quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

fn is_name_of_a_test(word: &str) -> bool {
    word.contains('_') && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// Whether a function of this name is a test: an attribute above it says so, it stands in a `proptest!` block, or it is a
/// Python function that pytest takes for one.
fn is_test(source: &str, name: &str) -> bool {
    if name.starts_with("test_") && ["\ndef", "\nasync def"].iter().any(|word| source.contains(&format!("{word} {name}("))) {
        return true;
    }
    let Some(at) = source.find(&format!("fn {name}(")) else { return false };
    let above = source[..at].rsplit("\n\n").next().unwrap_or_default();
    above.contains("#[test]") || above.contains("#[tokio::test")
}

/// The table rows of the page; a name after a file is a test in that file.
fn faults(page: &str, root: &Path) -> Vec<String> {
    let mut faults = Vec::new();
    for line in page.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| Id")) {
        let mut source = None;
        for word in quoted(line) {
            if !word.starts_with('/') && root.join(word).is_file() {
                source = fs::read_to_string(root.join(word)).ok();
            } else if is_name_of_a_test(word) && source.as_ref().is_some_and(|source| !is_test(source, word)) {
                faults.push(format!("no test {word}: {}", &line[..line.len().min(60)]));
            } else if word.contains('/') && !word.starts_with('/') && !word.contains(' ') && !root.join(word).exists() {
                faults.push(format!("no file {word}"));
            }
        }
    }
    faults
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

#[test]
fn every_test_and_file_that_is_named_exists() {
    let page = fs::read_to_string(root().join("docs/requirements.md")).unwrap();

    assert_eq!(faults(&page, root()), Vec::<String>::new());
}

#[test]
fn a_name_that_no_test_has_is_noticed() {
    let file = "`server/tests/it/requirements.rs`";
    let page = format!(
        "| X-01 | claim | {file}: `a_name_that_no_test_has_is_noticed`, `there_is_no_such_test`, `is_name_of_a_test` | |\n| X-02 | c | `no/such.rs` |"
    );

    let found = faults(&page, root());

    assert_eq!(found.len(), 3, "{found:?}");
    assert!(found[0].contains("there_is_no_such_test") && found[1].contains("is_name_of_a_test") && found[2] == "no file no/such.rs");
}
