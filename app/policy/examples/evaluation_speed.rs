//! Prints, as `bench: name=value`, how long evaluation takes and how long a large set takes to compile: run it with
//! optimisation. The text is 2 kB; the set is everything that ships, 100 policies of a tenant and 5 Rego modules.

use std::{
    hint::black_box,
    io::Write,
    time::{Duration, Instant},
};

use model::{Action, Plane, Severity, TenantId};
use policy::{
    Call, Category, ConditionSpec, Conditions, Facts, Matcher, Pattern, Policy, PolicyId, PolicyTier, Rego, Snapshot, Surfaces, evaluate,
};
use serde_json::{Value, json};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const ROUNDS: usize = 400;
const TEXTS: [(&str, &str); 2] = [
    ("ascii", "The team meets on Friday about project plans and revenue by region. "),
    ("foreign", "Die Kühe grüßen über große Straßen. Привет. "),
];

fn main() -> Outcome<()> {
    let mut out = std::io::stdout().lock();
    let started = Instant::now();
    let large = (0..1_000).map(authored).collect::<Outcome<Vec<_>>>()?;
    black_box(Snapshot::build(large, Vec::new()));
    writeln!(out, "bench: policy_compile_1000_ms={}", started.elapsed().as_millis())?;
    let own = (0..100).map(authored).chain((0..5).map(module)).collect::<Outcome<Vec<_>>>()?;
    let snapshot = Snapshot::build(own, Vec::new());
    for (name, seed) in TEXTS {
        let text: String = seed.chars().cycle().take(2_000).collect();
        let mut times: Vec<Duration> = (0..ROUNDS).map(|_| once(&snapshot, &text)).collect();
        times.sort_unstable();
        let at = |percent: usize| times.get(ROUNDS * percent / 100).map_or(0, Duration::as_micros);
        writeln!(out, "bench: policy_eval_{name}_p50_us={}", at(50))?;
        // The promise is about plain English.
        let promised = if name == "ascii" { "policy_eval_p95_us".to_owned() } else { format!("policy_eval_{name}_p95_us") };
        writeln!(out, "bench: {promised}={}", at(95))?;
    }
    Ok(())
}

/// One call: scan and evaluation.
fn once(snapshot: &Snapshot, text: &str) -> Duration {
    let context = json!({"user_role": "analyst", "region": "EU"});
    let facts = Facts { request_type: "chat", context: context.as_object(), ..Facts::default() };
    let tenant = TenantId::from_uuid(uuid::Uuid::nil());
    let call = Call { plane: Plane::Decide, tenant, text, now: time::OffsetDateTime::UNIX_EPOCH, facts };
    let started = Instant::now();
    let findings = detect::scan(text);
    black_box(evaluate(snapshot, &call, &findings));
    started.elapsed()
}

fn authored(n: u32) -> Outcome<Policy> {
    policy(
        n,
        match n % 6 {
            0 => pattern(&format!(r"(?i)\bproject\s+atlas{n}\b"))?,
            1 => pattern(&format!(r"\bACC-{n:03}-[0-9]{{6}}\b"))?,
            2 => pattern(&format!(r"(?i)(?:secret|geheim)\w*{n}"))?,
            3 => pattern(&format!(r"\bK[a-z]+{n}\s\d+\b"))?,
            4 => conditions(&[("query", "contains_any", json!([format!("heron {n}"), format!("dove {n}")]))])?,
            _ => conditions(&[("user.role", "equals", json!("analyst")), ("query", "contains", json!(format!("export {n}")))])?,
        },
    )
}

fn module(n: u32) -> Outcome<Policy> {
    let source = format!(
        "package bench.m{n}\n\ndeny contains \"Ask for less.\" if {{\n\tcontains(lower(input.query), \"all customers {n}\")\n\tinput.context.user_role != \"admin\"\n}}\n\nwarn if regex.match(`\\bACC-{n}\\d+\\b`, input.query)\n"
    );
    policy(10_000 + n, Matcher::Rego(Box::new(Rego::parse(&source)?)))
}

fn pattern(source: &str) -> Outcome<Matcher> {
    // As a node reads what was checked when it was saved.
    Ok(Matcher::Pattern(Pattern::stored(source)?))
}

fn conditions(specs: &[(&str, &str, Value)]) -> Outcome<Matcher> {
    let spec = |(field, operator, value): &(&str, &str, Value)| ConditionSpec {
        field: (*field).to_owned(),
        operator: (*operator).to_owned(),
        value: value.clone(),
    };
    Ok(Matcher::Conditions(Conditions::parse(&specs.iter().map(spec).collect::<Vec<_>>())?))
}

fn policy(n: u32, matcher: Matcher) -> Outcome<Policy> {
    Ok(Policy {
        id: PolicyId::parse(&format!("own_{n}"))?,
        name: format!("Own {n}"),
        description: String::new(),
        category: Category::parse("sensitive-data")?,
        tier: PolicyTier::Organization,
        tenant: None,
        surfaces: Surfaces::ALL,
        matcher,
        severity: Severity::Low,
        action: Action::Log,
        enabled: true,
        priority: 0,
        version: 1,
    })
}
