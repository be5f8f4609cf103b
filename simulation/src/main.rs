//! `cargo xtask simulate`: runs seeds, and says what happened in them.

use recourse_simulation::{Bug, Report, Template, run};
use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;
use std::thread;

const HELP: &str = "\
simulate [--seeds N] [--from SEED]    N runs (500)
    --threads N                       so many at once (twice as many as the machine has processors)
simulate --seed SEED [--trace]        one run again; --trace prints each event
    --bug NAME                        with a mistake switched on: ";

fn help() -> String {
    let names: Vec<&str> = Bug::ALL.iter().map(|(name, _)| *name).collect();
    format!("{HELP}{}", names.join(", "))
}

struct Wanted {
    from: u64,
    seeds: u64,
    threads: usize,
    trace: bool,
    bug: Option<Bug>,
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match wanted(&args).and_then(|wanted| simulate(&wanted)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn wanted(args: &[String]) -> Result<Wanted, String> {
    // Each waits for its database half of the time.
    let threads = 2 * thread::available_parallelism().map_or(1, usize::from);
    let mut wanted = Wanted { from: 1, seeds: 500, threads, trace: false, bug: None };
    let mut args = args.iter().map(String::as_str);
    while let Some(arg) = args.next() {
        let mut number = || args.next().and_then(|text| text.parse().ok()).ok_or_else(|| format!("{arg}: a number\n{}", help()));
        match arg {
            "--seeds" => wanted.seeds = number()?,
            "--from" => wanted.from = number()?,
            "--seed" => (wanted.from, wanted.seeds) = (number()?, 1),
            "--threads" => wanted.threads = usize::try_from(number()?.max(1)).unwrap_or(1),
            "--trace" => wanted.trace = true,
            "--bug" => {
                let name = args.next().unwrap_or_default();
                let known = Bug::ALL.iter().find(|(known, _)| *known == name).map(|(_, bug)| *bug);
                wanted.bug = Some(known.ok_or_else(help)?);
            }
            _ => return Err(help()),
        }
    }
    Ok(wanted)
}

/// Runs the seeds. Says whether all were clean.
fn simulate(wanted: &Wanted) -> Result<bool, String> {
    let template = Template::new()?;
    let mut total = Report::default();
    let mut violated = 0;
    each(wanted, &template, |seed, report| {
        if let Some(what) = report.violations.first() {
            violated += 1;
            println!("seed {seed}: {what}");
        }
        total.events += report.events;
        total.seconds += report.seconds;
        add(&mut total.done, report.done);
        add(&mut total.faults, report.faults);
    })?;
    println!("schedules: {}, {} hours of their time", wanted.seeds, total.seconds / 3_600);
    println!("events: {}", total.events);
    println!("done: {}", listed(&total.done));
    println!("faults: {}", listed(&total.faults));
    println!("violations: {violated}");
    Ok(violated == 0)
}

/// Runs the seeds side by side, and tells of each in their order.
fn each(wanted: &Wanted, template: &Template, mut tell: impl FnMut(u64, Report)) -> Result<(), String> {
    let next = AtomicU64::new(0);
    let (sender, reports) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..wanted.threads {
            let (next, sender) = (&next, sender.clone());
            scope.spawn(move || {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    // Nobody listens any more after a run that could not be made.
                    if at >= wanted.seeds || sender.send((at, run(template, wanted.from + at, wanted.bug, wanted.trace))).is_err()
                    {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let (mut early, mut told) = (BTreeMap::new(), 0);
        for (at, report) in reports {
            early.insert(at, report?);
            while let Some(report) = early.remove(&told) {
                tell(wanted.from + told, report);
                told += 1;
            }
        }
        Ok(())
    })
}

fn add(total: &mut BTreeMap<&'static str, u64>, more: BTreeMap<&'static str, u64>) {
    for (kind, count) in more {
        *total.entry(kind).or_default() += count;
    }
}

fn listed(counts: &BTreeMap<&'static str, u64>) -> String {
    counts.iter().map(|(kind, count)| format!("{kind} {count}")).collect::<Vec<_>>().join(", ")
}
