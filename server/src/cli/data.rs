//! Commands over what the city keeps as data: agencies, procedures, programmes, and the figures measured from it.

use super::out::line;
use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use platform::{Actor, App};
use procedures::catalogue::{ImportFile, Outcome};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What to do with agencies.
#[derive(Debug, Subcommand)]
pub(super) enum AgencyCommand {
    /// Import agencies from CSV files (format: programmes/README.md).
    Import {
        /// Files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// List agencies in force today.
    List,
}

impl AgencyCommand {
    /// Whether the command may begin a new city.
    pub(super) fn may_begin(&self) -> bool {
        matches!(self, AgencyCommand::Import { .. })
    }
}

/// Agencies.
pub(super) async fn agency(app: App, command: AgencyCommand) -> Result<u8> {
    match command {
        AgencyCommand::Import { files } => {
            let mode = apparatus::agencies::Mode::Update;
            let done = apparatus::agencies::import_files(&app, &Actor::system(), &files, mode).await?;
            line(format_args!(
                "agencies: {} added, {} changed, {} as they were",
                done.added, done.changed, done.unchanged
            ))?;
        }
        AgencyCommand::List => {
            let directory = app.directory();
            for a in directory.in_force(app.clock.now().day()) {
                line(format_args!("{}\t{}\t{}", a.code, a.kind, a.name))?;
            }
        }
    }
    Ok(0)
}

/// What to do with procedures.
#[derive(Debug, Subcommand)]
pub(super) enum ProcedureCommand {
    /// Import procedures from YAML files or folders (format: procedures/README.md).
    Import {
        /// Files or folders.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
    /// List procedures in force today.
    List,
}

impl ProcedureCommand {
    /// Whether the command may begin a new city.
    pub(super) fn may_begin(&self) -> bool {
        matches!(self, ProcedureCommand::Import { .. })
    }
}

/// Procedures.
pub(super) async fn procedure(app: App, command: ProcedureCommand) -> Result<u8> {
    match command {
        ProcedureCommand::Import { paths } => {
            let mut files = Vec::new();
            for path in paths {
                collect_yaml(&path, &mut files)?;
            }
            let report = procedures::catalogue::import(&app, &Actor::system(), &files).await?;
            for (file, outcome) in &report.files {
                line(format_args!("{file}: {}", words(outcome)))?;
            }
            Ok(if report.bad() == 0 { 0 } else { 3 })
        }
        ProcedureCommand::List => {
            let catalogue: Arc<dyn contracts::procedures::Catalogue> = app.port()?;
            for version in catalogue.all_in_force(&app, app.clock.now().day()).await? {
                let body = &version.body;
                line(format_args!(
                    "{}\t{}\t{}\t{}",
                    body.code,
                    body.level.code(),
                    if body.filed_online() { "online" } else { "counter" },
                    body.name
                ))?;
            }
            Ok(0)
        }
    }
}

/// What became of a file, in words.
fn words(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Bad(problem) => {
            let place = problem.line.map(|l| format!("line {l}: ")).unwrap_or_default();
            format!("cannot be read: {place}{}", problem.reason)
        }
        Outcome::Same { code } => format!("{code} says what the catalogue says already"),
        Outcome::Version { code, name, number, changes, missing } => {
            let mut text = match number {
                1 => format!("{code} entered: {name}"),
                _ => {
                    let parts: Vec<&str> = changes.iter().map(|c| c.part.as_str()).collect();
                    format!("{code} version {number}, changed: {}", parts.join(", "))
                }
            };
            if !missing.is_empty() {
                text.push_str(&format!("; still missing: {}", missing.join(", ")));
            }
            text
        }
    }
}

fn collect_yaml(path: &Path, files: &mut Vec<ImportFile>) -> Result<()> {
    let reading = || format!("reading {}", path.display());
    if path.is_dir() {
        let entries = std::fs::read_dir(path).with_context(reading)?;
        let mut inside: Vec<PathBuf> = entries.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
        inside.sort();
        for file in inside.iter().filter(|f| f.extension().is_some_and(|e| e == "yaml")) {
            collect_yaml(file, files)?;
        }
        return Ok(());
    }
    let text = std::fs::read_to_string(path).with_context(reading)?;
    files.push(ImportFile { name: path.display().to_string(), text });
    Ok(())
}

/// What to do with programmes.
#[derive(Debug, Subcommand)]
pub(super) enum ProgrammeCommand {
    /// Import a programme from YAML (format: programmes/README.md).
    Import {
        /// File.
        file: PathBuf,
    },
    /// List the programme in force and its measures.
    List,
}

impl ProgrammeCommand {
    /// Whether the command may begin a new city.
    pub(super) fn may_begin(&self) -> bool {
        matches!(self, ProgrammeCommand::Import { .. })
    }
}

/// Programmes.
pub(super) async fn programme(app: App, command: ProgrammeCommand) -> Result<u8> {
    match command {
        ProgrammeCommand::Import { file } => {
            let text =
                std::fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
            let done = steering::programme::import(&app, &text).await.map_err(|e| refused(&e))?;
            line(format_args!(
                "programme: {} items with {} measures; {} records added, changed or withdrawn",
                done.items, done.measures, done.changed
            ))?;
        }
        ProgrammeCommand::List => {
            let programmes: Arc<dyn contracts::programme::Programmes> = app.port()?;
            let Some(programme) = programmes.current(&app).await? else {
                line("no programme was imported yet")?;
                return Ok(0);
            };
            line(format_args!(
                "{}\t{}\t{} to {}\t{}",
                programme.code, programme.decision, programme.from, programme.to, programme.name
            ))?;
            for measure in &programme.measures {
                let how = measure.indicator.as_deref().unwrap_or("not measured here");
                line(format_args!("  {}\t{how}\t{}", measure.code, measure.name))?;
            }
        }
    }
    Ok(0)
}

/// A refusal with what it refuses: its key alone tells an operator nothing.
fn refused(error: &platform::Error) -> anyhow::Error {
    match error {
        platform::Error::Refused(refusal) => {
            let args: Vec<&str> = refusal.args.iter().map(|(_, value)| value.as_str()).collect();
            anyhow::anyhow!("{}: {}", refusal.key, args.join("; "))
        }
        other => anyhow::anyhow!("{other}"),
    }
}

/// Flags of `measure`.
#[derive(Debug, Args)]
pub(super) struct MeasureArgs {
    /// Rebuild every figure from the records instead of only what changed.
    #[arg(long)]
    rebuild: bool,
}

/// Measures what changed, or everything anew.
pub(super) async fn measure(app: App, args: MeasureArgs) -> Result<u8> {
    if !args.rebuild {
        let cells = steering::targets::measure(&app).await?;
        line(format_args!("{cells} figures measured"))?;
        return Ok(0);
    }
    let bar = indicatif::ProgressBar::new(1);
    bar.set_style(indicatif::ProgressStyle::with_template("{msg:32} [{bar:30}] {pos}/{len} {elapsed}")?);
    steering::targets::rebuild(&app, &|what, done, of| {
        bar.set_message(what.to_owned());
        bar.set_length(of);
        bar.set_position(done);
    })
    .await?;
    bar.finish_and_clear();
    line("every figure was rebuilt from the records")?;
    Ok(0)
}
