//! The functions that a module may call. Those that could make something large out of something small are our own
//! versions with a ceiling; whatever is not listed here does not exist, whatever the interpreter brings.

use std::cell::Cell;

use anyhow::{Result, bail};
use regorus::{Engine, Extension, Value};

use super::grow;

/// Reads the clock; in a policy that is the time of the call.
const NOW: &str = "time.now_ns";

thread_local! {
    /// The time of the call that this thread evaluates, in nanoseconds since 1970.
    static CALL_TIME: Cell<i128> = const { Cell::new(0) };
}

/// Functions of the interpreter that cost no more than their arguments are large.
const PLAIN: &[&str] = &[
    "abs",
    "all",
    "any",
    "array.reverse",
    "array.slice",
    "bits.and",
    "bits.negate",
    "bits.or",
    "bits.xor",
    "ceil",
    "contains",
    "count",
    "endswith",
    "floor",
    "format_int",
    "indexof",
    "indexof_n",
    "intersection",
    "is_array",
    "is_boolean",
    "is_null",
    "is_number",
    "is_object",
    "is_set",
    "is_string",
    "lower",
    "max",
    "min",
    "object.filter",
    "object.get",
    "object.keys",
    "object.remove",
    "object.subset",
    "object.union",
    "product",
    "regex.find_n",
    "regex.is_valid",
    "regex.match",
    "regex.split",
    "round",
    "sort",
    "split",
    "startswith",
    "strings.any_prefix_match",
    "strings.any_suffix_match",
    "strings.count",
    "strings.reverse",
    "substring",
    "sum",
    "time.add_date",
    "time.clock",
    "time.date",
    "time.diff",
    "time.parse_duration_ns",
    "time.parse_ns",
    "time.parse_rfc3339_ns",
    "time.weekday",
    "to_number",
    "trim",
    "trim_left",
    "trim_prefix",
    "trim_right",
    "trim_space",
    "trim_suffix",
    "type_name",
    "union",
    "upper",
];

type Own = fn(&[Value]) -> Result<Value>;

/// Our own versions: name, number of arguments, what it does.
const OWN: &[(&str, u8, Own)] = &[
    ("array.concat", 2, grow::array_concat),
    ("concat", 2, grow::concat),
    ("numbers.range", 2, grow::range),
    ("regex.replace", 3, grow::regex_replace),
    ("replace", 3, grow::replace),
    ("sprintf", 2, grow::sprintf),
    ("strings.replace_n", 2, grow::replace_n),
];

/// Whether a module may call it.
pub(super) fn is_known(name: &str) -> bool {
    name == NOW || PLAIN.contains(&name) || OWN.iter().any(|(own, ..)| *own == name)
}

/// Whether the name is one that the interpreter may know and we do not list; it must not come in as a stand-in either.
pub(super) fn is_foreign(name: &str) -> bool {
    const GROUPS: [&str; 18] = [
        "base64.",
        "base64url.",
        "bits.",
        "crypto.",
        "glob.",
        "graph.",
        "hex.",
        "http.",
        "io.",
        "json.",
        "net.",
        "numbers.",
        "opa.",
        "rand.",
        "semver.",
        "urlquery.",
        "uuid.",
        "yaml.",
    ];
    let is_grouped = GROUPS.iter().any(|group| name.starts_with(group));
    (is_grouped || matches!(name, "walk" | "trace" | "print" | "test.sleep" | "object.union_n")) && !is_known(name)
}

/// Puts our own versions before the interpreter's.
pub(super) fn install(engine: &mut Engine) -> Result<()> {
    engine.add_extension(NOW.to_owned(), 0, Box::new(|_: Vec<Value>| Ok(Value::from(CALL_TIME.get()))))?;
    OWN.iter().try_for_each(|(name, arguments, own)| engine.add_extension((*name).to_owned(), *arguments, Box::new(called(*own))))
}

/// Says what time it is for everything that this thread evaluates from now on.
pub(super) fn set_clock(nanos: i128) {
    CALL_TIME.set(nanos);
}

fn called(own: Own) -> impl Extension {
    move |arguments: Vec<Value>| {
        if arguments.contains(&Value::Undefined) {
            bail!("an argument is undefined");
        }
        own(&arguments)
    }
}
