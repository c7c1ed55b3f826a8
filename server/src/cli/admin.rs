//! Commands that end by themselves: migrate, user, agency, procedure, programme, measure.

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use platform::clock::Clock;
use platform::identity::{self, AccountKind, NewAccount};
use platform::settings::Settings;
use platform::store;
use platform::{Actor, App, Read};
use std::path::PathBuf;

/// Flags of `migrate`.
#[derive(Debug, Args)]
pub(super) struct MigrateArgs {
    /// Only say what is pending; exit code 3 if anything is.
    #[arg(long)]
    check: bool,
}

/// Applies or lists pending steps of the schema.
pub(super) async fn migrate(settings: Settings, args: MigrateArgs) -> Result<u8> {
    let store = crate::open_store(&settings, Clock::system()).await?;
    if args.check {
        let state = store::pending(&store, crate::slices()).await?;
        for step in &state.unknown {
            println!("newer than this program: {step}");
        }
        for step in &state.pending {
            println!("pending: {step}");
        }
        let clean = state.pending.is_empty() && state.unknown.is_empty();
        if clean {
            println!("the schema is up to date");
        }
        return Ok(if clean { 0 } else { 3 });
    }
    let done = store::migrate(&store, crate::slices()).await?;
    for step in &done {
        println!("applied: {step}");
    }
    println!("{} steps applied", done.len());
    store.close().await?;
    Ok(0)
}

/// What to do with staff accounts.
#[derive(Debug, Subcommand)]
pub(super) enum UserCommand {
    /// Open a staff account; its password is made and printed once.
    Add {
        /// Sign-in name.
        login: String,
        /// Full name.
        #[arg(long)]
        name: String,
        /// Agency (slug, such as quan-ninh-kieu).
        #[arg(long)]
        agency: String,
        /// Role: clerk, specialist, head, leader, reform, procedure_control, inspector, it.
        #[arg(long)]
        role: String,
        /// The role reaches the agencies below.
        #[arg(long)]
        subtree: bool,
    },
    /// Set a new password, made and printed once; ends the account's sessions.
    ResetPassword {
        /// Sign-in name.
        login: String,
    },
    /// List staff accounts.
    List,
}

/// Staff accounts.
pub(super) async fn user(app: App, command: UserCommand) -> Result<u8> {
    match command {
        UserCommand::Add { login, name, agency, role, subtree } => {
            let directory = app.directory();
            let agency = directory
                .by_code(&agency)
                .with_context(|| format!("no agency {agency}; see: motcua agency list"))?;
            if app
                .store
                .number("SELECT COUNT(*) FROM role WHERE code = $1", vec![role.clone().into()])
                .await?
                == 0
            {
                bail!(
                    "no role {role}; roles: clerk, specialist, head, leader, reform, procedure_control, inspector, it"
                );
            }
            let password = app.random.token().chars().take(20).collect::<String>();
            let hash = identity::hash_password(&password).await?;
            let tx = app.store.write(&Actor::system()).await?;
            let account = NewAccount {
                kind: AccountKind::Staff,
                login: login.clone(),
                name,
                email: None,
                phone: None,
                identity_number: None,
                address: None,
                agency_id: Some(agency.id),
            };
            let id = identity::create_account(&tx, &account, &hash)
                .await
                .map_err(|e| anyhow::anyhow!("cannot open {login}: {e} (is the name taken?)"))?;
            identity::demand_change(&tx, id).await?;
            identity::grant_role(&tx, id, &role, agency.id, subtree).await?;
            tx.commit().await?;
            println!("{login}: {password}");
        }
        UserCommand::ResetPassword { login } => {
            let id = app
                .store
                .number("SELECT id FROM account WHERE login = $1", vec![login.to_lowercase().into()])
                .await?;
            if id == 0 {
                bail!("no account {login}");
            }
            let password = app.random.token().chars().take(20).collect::<String>();
            let hash = identity::hash_password(&password).await?;
            let tx = app.store.write(&Actor::system()).await?;
            identity::set_one_time_password(&tx, id, &hash).await?;
            tx.commit().await?;
            println!("{login}: {password}");
        }
        UserCommand::List => {
            let sql = format!(
                "SELECT {} FROM account WHERE kind = 'staff' ORDER BY login",
                identity::ACCOUNT_COLUMNS
            );
            let accounts: Vec<identity::Account> = app.store.rows(&sql, vec![]).await?;
            let directory = app.directory();
            for a in accounts {
                let unit = a.agency_id.map(|id| directory.short_name(id).to_owned()).unwrap_or_default();
                println!("{}\t{}\t{unit}{}", a.login, a.name, if a.disabled { "\tdisabled" } else { "" });
            }
        }
    }
    Ok(0)
}

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

/// Agencies.
pub(super) async fn agency(app: App, command: AgencyCommand) -> Result<u8> {
    match command {
        AgencyCommand::Import { files } => {
            let mode = apparatus::agencies::Mode::Update;
            let outcome = apparatus::agencies::import_files(&app, &Actor::system(), &files, mode).await?;
            println!("{outcome:?}");
        }
        AgencyCommand::List => {
            let directory = app.directory();
            for a in directory.in_force(app.clock.now().day()) {
                println!("{}\t{}\t{}", a.code, a.kind, a.name);
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

/// What to do with programmes.
#[derive(Debug, Subcommand)]
pub(super) enum ProgrammeCommand {
    /// Import a programme from YAML (format: programmes/README.md).
    Import {
        /// File.
        file: PathBuf,
    },
}

/// Programmes.
pub(super) async fn programme(app: App, command: ProgrammeCommand) -> Result<u8> {
    let ProgrammeCommand::Import { file } = command;
    let text = std::fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
    let imported = steering::programme::import(&app, &text).await?;
    println!("{imported:?}");
    Ok(0)
}

/// Flags of `measure`.
#[derive(Debug, Args)]
pub(super) struct MeasureArgs {
    /// Rebuild every figure from the records instead of only what changed.
    #[arg(long)]
    rebuild: bool,
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
            let mut bad = 0;
            for (file, outcome) in &report.files {
                println!("{file}: {outcome:?}");
                bad += u8::from(matches!(outcome, procedures::catalogue::Outcome::Bad(_)));
            }
            return Ok(if bad == 0 { 0 } else { 3 });
        }
        ProcedureCommand::List => {
            let catalogue: std::sync::Arc<dyn contracts::procedures::Catalogue> = app.port()?;
            for version in catalogue.all_in_force(&app, app.clock.now().day()).await? {
                let body = &version.body;
                let online = if body.filed_online() { "qua mạng" } else { "tại quầy" };
                println!("{}\t{}\t{online}\t{}", body.code, body.level.code(), body.name);
            }
        }
    }
    Ok(0)
}

fn collect_yaml(path: &std::path::Path, files: &mut Vec<procedures::catalogue::ImportFile>) -> Result<()> {
    if path.is_dir() {
        let mut inside: Vec<PathBuf> =
            std::fs::read_dir(path)?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
        inside.sort();
        for file in inside.iter().filter(|f| f.extension().is_some_and(|e| e == "yaml")) {
            collect_yaml(file, files)?;
        }
        return Ok(());
    }
    let text = std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    files.push(procedures::catalogue::ImportFile { name: path.display().to_string(), text });
    Ok(())
}

/// Measures what changed, or everything anew.
pub(super) async fn measure(app: App, args: MeasureArgs) -> Result<u8> {
    if !args.rebuild {
        let cells = steering::targets::measure(&app).await?;
        println!("{cells} cells measured");
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
    println!("every figure was rebuilt from the records");
    Ok(0)
}
