//! `motcua user`: accounts of staff, the operator's way in when nobody can sign in.

use super::out::line;
use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use platform::identity::{self, Account, AccountKind, NewAccount};
use platform::{Actor, App, Error, roll, second_factor};

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
        #[command(flatten)]
        role: RoleArgs,
    },
    /// Set a new password, made and printed once; ends the account's sessions.
    ResetPassword {
        /// Sign-in name.
        login: String,
    },
    /// Take two-step sign-in off an account whose owner lost phone and recovery codes; ends the account's sessions.
    ResetSecondFactor {
        /// Sign-in name.
        login: String,
    },
    /// Close an account: it cannot sign in, its sessions end.
    Disable {
        /// Sign-in name.
        login: String,
    },
    /// Open a closed account again.
    Enable {
        /// Sign-in name.
        login: String,
    },
    /// Give an account a role at an agency.
    Grant {
        /// Sign-in name.
        login: String,
        #[command(flatten)]
        role: RoleArgs,
    },
    /// Take a role at an agency away from an account.
    Revoke {
        /// Sign-in name.
        login: String,
        /// Agency (slug, such as quan-ninh-kieu).
        #[arg(long)]
        agency: String,
        /// Role.
        #[arg(long)]
        role: String,
    },
    /// List staff accounts: sign-in name, name, agency, roles.
    List,
}

/// A role at an agency.
#[derive(Debug, Args)]
pub(super) struct RoleArgs {
    /// Agency (slug, such as quan-ninh-kieu).
    #[arg(long)]
    agency: String,
    /// Role: clerk, specialist, head, leader, reform, procedure_control, inspector, it.
    #[arg(long)]
    role: String,
    /// The role reaches the agencies below.
    #[arg(long)]
    subtree: bool,
}

impl UserCommand {
    /// Whether the command may begin a new city.
    pub(super) fn may_begin(&self) -> bool {
        matches!(self, UserCommand::Add { .. })
    }
}

/// Staff accounts.
pub(super) async fn run(app: App, command: UserCommand) -> Result<u8> {
    match command {
        UserCommand::Add { login, name, role } => add(&app, login, name, &role).await?,
        UserCommand::ResetPassword { login } => {
            let account = find(&app, &login).await?;
            let (password, hash) = new_password(&app).await?;
            let tx = app.store.write(&Actor::system()).await?;
            identity::set_one_time_password(&tx, account.id, &hash).await?;
            tx.commit().await?;
            line(format_args!("{login}: {password}"))?;
        }
        UserCommand::ResetSecondFactor { login } => {
            let account = find(&app, &login).await?;
            let tx = app.store.write(&Actor::system()).await?;
            if !second_factor::reset(&tx, account.id).await? {
                bail!("{login} has no two-step sign-in");
            }
            tx.commit().await?;
            line(format_args!(
                "{login} signs in by the password alone until two-step sign-in is set up again"
            ))?;
        }
        UserCommand::Disable { login } => set_disabled(&app, &login, true).await?,
        UserCommand::Enable { login } => set_disabled(&app, &login, false).await?,
        UserCommand::Grant { login, role } => {
            let account = find(&app, &login).await?;
            let agency = agency(&app, &role.agency)?;
            known_role(&app, &role.role).await?;
            let held = roll::held(&app.store, account.id).await?;
            if held
                .iter()
                .any(|h| h.role_code == role.role && h.agency_id == agency && h.subtree == role.subtree)
            {
                bail!("{login} is {} for {} already", role.role, role.agency);
            }
            let tx = app.store.write(&Actor::system()).await?;
            identity::grant_role(&tx, account.id, &role.role, agency, role.subtree).await?;
            tx.commit().await?;
            line(format_args!("{login} is now {} for {}", role.role, role.agency))?;
        }
        UserCommand::Revoke { login, agency: code, role } => {
            let account = find(&app, &login).await?;
            let agency = agency(&app, &code)?;
            let tx = app.store.write(&Actor::system()).await?;
            match roll::revoke(&tx, account.id, &role, agency).await {
                Err(Error::NotFound) => bail!("{login} is not {role} for {code}; see: motcua user list"),
                other => other?,
            }
            tx.commit().await?;
            line(format_args!("{login} is no longer {role} for {code}"))?;
        }
        UserCommand::List => list(&app).await?,
    }
    Ok(0)
}

async fn add(app: &App, login: String, name: String, role: &RoleArgs) -> Result<()> {
    if !identity::is_login(&login) {
        bail!("{login:?} cannot be a sign-in name: at least three of a-z, 0-9 and . - _ @");
    }
    let agency = agency(app, &role.agency)?;
    known_role(app, &role.role).await?;
    if roll::by_login(&app.store, &login).await?.is_some() {
        bail!("there is an account {login} already");
    }
    let (password, hash) = new_password(app).await?;
    let tx = app.store.write(&Actor::system()).await?;
    let account = NewAccount {
        kind: AccountKind::Staff,
        login: login.clone(),
        name,
        email: None,
        phone: None,
        identity_number: None,
        address: None,
        agency_id: Some(agency),
    };
    let id = identity::create_account(&tx, &account, &hash)
        .await
        .map_err(|e| anyhow::anyhow!("cannot open {login}: {e} (is the name taken?)"))?;
    identity::demand_change(&tx, id).await?;
    identity::grant_role(&tx, id, &role.role, agency, role.subtree).await?;
    tx.commit().await?;
    line(format_args!("{login}: {password}"))
}

async fn set_disabled(app: &App, login: &str, disabled: bool) -> Result<()> {
    let account = find(app, login).await?;
    let tx = app.store.write(&Actor::system()).await?;
    let word = if disabled { "closed" } else { "open" };
    if !roll::set_disabled(&tx, account.id, disabled).await? {
        return line(format_args!("{login} is {word} already"));
    }
    tx.commit().await?;
    line(format_args!("{login} is now {word}"))
}

async fn list(app: &App) -> Result<()> {
    let directory = app.directory();
    for a in roll::staff(&app.store).await? {
        let unit = a.agency_id.map(|id| directory.short_name(id).to_owned()).unwrap_or_default();
        let held = roll::held(&app.store, a.id).await?;
        let roles: Vec<String> = held
            .iter()
            .map(|h| {
                let agency = directory.get(h.agency_id).map(|a| a.code.clone()).unwrap_or_default();
                format!("{}@{agency}{}", h.role_code, if h.subtree { "+" } else { "" })
            })
            .collect();
        let closed = if a.disabled { "\tclosed" } else { "" };
        line(format_args!("{}\t{}\t{unit}\t{}{closed}", a.login, a.name, roles.join(" ")))?;
    }
    Ok(())
}

async fn find(app: &App, login: &str) -> Result<Account> {
    roll::by_login(&app.store, login)
        .await?
        .with_context(|| format!("no staff account {login}; see: motcua user list"))
}

fn agency(app: &App, code: &str) -> Result<i64> {
    let directory = app.directory();
    let agency =
        directory.by_code(code).with_context(|| format!("no agency {code}; see: motcua agency list"))?;
    Ok(agency.id)
}

async fn known_role(app: &App, role: &str) -> Result<()> {
    let roles = roll::roles(&app.store).await?;
    if !roles.iter().any(|r| r == role) {
        bail!("no role {role}; roles: {}", roles.join(", "));
    }
    Ok(())
}

async fn new_password(app: &App) -> Result<(String, String)> {
    let password = app.random.token().chars().take(32).collect::<String>();
    let hash = identity::hash_password(&password).await?;
    Ok((password, hash))
}
