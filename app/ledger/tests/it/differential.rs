//! Both verifiers must say the same about every bundle, word for word.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use ledger::{VerifyOptions, verify};
use serde_json::{Value, json};

use crate::{
    kit::{log, pinned, sample},
    mutations::{Case, cases},
};

/// Runs the Python verifier over files; answers its reports and its exit code.
fn python(options: &VerifyOptions, more: &[&str], folder: &Path, files: &[PathBuf]) -> (Vec<Value>, Option<i32>) {
    let mut command = Command::new("python3");
    command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/../../e2e/verify_bundle.py")).arg("--json").args(more).args(files);
    for key in &options.pinned {
        command.args(["--key", &key.to_string()]);
    }
    if let Some(since) = &options.since {
        let path = folder.join("since.txt");
        fs::write(&path, since).unwrap();
        command.arg("--since").arg(path);
    }
    if options.strict {
        command.arg("--strict");
    }
    let output = command.output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let reports = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (reports, output.status.code())
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ledger").join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Our report without the sentences, problems in a fixed order: the two look at some things at different times.
fn comparable(mut report: Value) -> Value {
    let problems = report["problems"].as_array_mut().unwrap();
    problems.iter_mut().for_each(|problem| drop(problem.as_object_mut().unwrap().remove("message")));
    problems.sort_by_key(|problem| (problem["line"].as_u64(), problem["seq"].as_u64(), problem["code"].to_string()));
    report
}

fn ours(bundle: &[u8], options: &VerifyOptions) -> Value {
    comparable(json!(verify(bundle, options)))
}

#[test]
fn both_verifiers_agree_about_every_case() {
    let folder = folder("cases");
    let cases = cases();
    // One run of Python for all that share their options and are expected to pass, or not to.
    let alike = |a: &Case, b: &Case| {
        a.codes.is_empty() == b.codes.is_empty()
            && json!(a.options.pinned) == json!(b.options.pinned)
            && a.options.since == b.options.since
            && a.options.strict == b.options.strict
    };
    for group in cases.chunk_by(alike) {
        let [first, ..] = group else { continue };
        let files: Vec<_> = group.iter().map(|case| folder.join(format!("{}.jsonl", case.name.replace(' ', "-")))).collect();
        group.iter().zip(&files).for_each(|(case, file)| fs::write(file, &case.bundle).unwrap());

        let (theirs, exit) = python(&first.options, &[], &folder, &files);

        assert_eq!(exit, Some(i32::from(!first.codes.is_empty())), "{}", first.name);
        assert_eq!(theirs.len(), group.len());
        for (case, theirs) in group.iter().zip(theirs) {
            assert_eq!(comparable(theirs), ours(case.bundle.as_bytes(), &case.options), "{}", case.name);
        }
    }
}

/// Bytes that mean something to a reader of JSON, or to none.
const ODD_BYTES: &[u8] = b"\0\n \"'\\{}[],:0189eE+-.nuxZ\x7f\xc3\xff";

#[test]
fn both_verifiers_agree_about_accidents() {
    let folder = folder("accidents");
    let sound = log().bundle(11, 6, Some(4)).into_bytes();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut bundles = Vec::new();
    for index in 0..400 {
        let mut bundle = sound.clone();
        // A fixed walk through places and bytes (a linear congruence): the same on every run.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let place = usize::try_from(state >> 33).unwrap() % bundle.len();
        let byte = ODD_BYTES[usize::try_from(state >> 20 & 0xfff).unwrap() % ODD_BYTES.len()];
        match index % 3 {
            0 => bundle[place] = byte,
            1 => bundle.insert(place, byte),
            _ => drop(bundle.remove(place)),
        }
        bundles.push(bundle);
    }
    let files: Vec<_> = (0..bundles.len()).map(|index| folder.join(format!("{index}.jsonl"))).collect();
    bundles.iter().zip(&files).for_each(|(bundle, file)| fs::write(file, bundle).unwrap());

    let (theirs, _) = python(&pinned(), &[], &folder, &files);

    assert_eq!(theirs.len(), bundles.len());
    assert!(verify(sound.as_slice(), &pinned()).ok);
    for ((bundle, file), theirs) in bundles.iter().zip(&files).zip(theirs) {
        assert_eq!(theirs["ok"], *bundle == sound, "{}", file.display());
        assert_eq!(comparable(theirs), ours(bundle, &pinned()), "{}", file.display());
    }
}

#[test]
fn the_python_verifier_needs_no_package() {
    let folder = folder("pure");
    let files = [folder.join("sound.jsonl"), folder.join("forged.jsonl")];
    fs::write(&files[0], sample()).unwrap();
    fs::write(&files[1], sample().replace("at 1760", "at 1761")).unwrap();
    let options = VerifyOptions { since: Some(log().head(25, 1)), ..pinned() };

    let (reports, exit) = python(&options, &["--pure"], &folder, &files);

    let ok: Vec<_> = reports.iter().map(|report| report["ok"].clone()).collect();
    assert_eq!((ok, exit), (vec![json!(true), json!(false)], Some(1)));
}
