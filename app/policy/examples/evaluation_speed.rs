//! Prints how long an evaluation with 100 tenant patterns takes on 2 kB of text: run it with optimisation.

use std::{hint::black_box, io::Write, time::Instant};

use model::{Action, Plane, Severity, TenantId};
use policy::{Call, Category, Facts, Matcher, Pattern, Policy, PolicyId, PolicyTier, Snapshot, Surfaces, evaluate};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let own = (0..100).map(policy).collect::<Result<Vec<_>, _>>()?;
    let start = Instant::now();
    let snapshot = Snapshot::build(own, Vec::new());
    let mut out = std::io::stdout().lock();
    writeln!(out, "build: {} us", start.elapsed().as_micros())?;
    for (name, seed) in [
        ("ascii", "The team meets on Friday about project plans and revenue by region. "),
        ("foreign", "Die Kühe grüßen über große Straßen. Привет. "),
    ] {
        let text: String = seed.chars().cycle().take(2_000).collect();
        let mut times = Vec::new();
        for _ in 0..50 {
            let start = Instant::now();
            let findings = detect::scan(&text);
            let call = Call {
                plane: Plane::Decide,
                tenant: TenantId::from_uuid(uuid::Uuid::nil()),
                text: &text,
                now: time::OffsetDateTime::UNIX_EPOCH,
                facts: Facts::default(),
            };
            black_box(evaluate(&snapshot, &call, &findings));
            times.push(start.elapsed().as_micros());
        }
        times.sort_unstable();
        writeln!(out, "{name}: middle {} us, worst {} us", times.get(25).unwrap_or(&0), times.last().unwrap_or(&0))?;
    }
    Ok(())
}

fn policy(n: u32) -> Result<Policy, Box<dyn std::error::Error>> {
    let pattern = match n % 4 {
        0 => format!(r"(?i)\bproject\s+atlas{n}\b"),
        1 => format!(r"\bACC-{n:03}-[0-9]{{6}}\b"),
        2 => format!(r"(?i)(?:secret|geheim)\w*{n}"),
        _ => format!(r"\bK[a-z]+{n}\s\d+\b"),
    };
    Ok(Policy {
        id: PolicyId::parse(&format!("own_{n}"))?,
        name: format!("Own {n}"),
        description: String::new(),
        category: Category::parse("sensitive-data")?,
        tier: PolicyTier::Organization,
        tenant: None,
        surfaces: Surfaces::ALL,
        matcher: Matcher::Pattern(Pattern::parse(&pattern)?),
        severity: Severity::Low,
        action: Action::Log,
        enabled: true,
        priority: 0,
        version: 1,
    })
}
