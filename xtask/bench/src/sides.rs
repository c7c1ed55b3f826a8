//! The two that are compared: how each is filled, started, signed in to, and what records it has to ask for.

use crate::load::{Ask, Connection};
use crate::process::Watched;
use crate::run::Args;
use anyhow::{Context, Result, bail};
use axum::http::StatusCode;
use bytes::Bytes;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Password of every account of a demo city.
const PASSWORD: &str = "mot cua can tho 2012";
/// Who reads the whole city, and who files at one counter.
const READER: &str = "demo.chutich";
const CLERK: &str = "phuong-cai-khe.clerk";

/// Where a side's data is.
#[derive(Debug, Clone)]
pub struct Data {
    /// Its folder.
    pub folder: PathBuf,
    /// Its database by URL; SQLite in the folder without.
    pub url: Option<String>,
    /// The postmaster behind the URL.
    pub postmaster: Option<u32>,
}

/// A server that runs; killed when dropped.
pub struct Server {
    child: Child,
    /// Its address.
    pub address: String,
    /// What is read of it.
    pub watched: Watched,
    /// From start to ready, seconds.
    pub started_in: f64,
}

impl Server {
    async fn start(mut command: Command, data: &Data) -> Result<Server> {
        let free = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let address = free.to_string();
        let begin = Instant::now();
        let child = command
            .args(["--listen", &address])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .context("starting a server")?;
        // From here on it is ended however this ends.
        let watched = Watched { pid: child.id(), postmaster: data.postmaster };
        let mut server = Server { child, address, watched, started_in: 0.0 };
        while begin.elapsed() < Duration::from_secs(120) {
            if let Some(status) = server.child.try_wait()? {
                bail!("a server ended at once: {status}");
            }
            if let Ok(mut connection) = Connection::open(&server.address, None).await
                && connection.ask(&Ask::get("/readyz".to_owned())).await?.status == StatusCode::OK
            {
                server.started_in = begin.elapsed().as_secs_f64();
                return Ok(server);
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        bail!("a server did not become ready")
    }

    /// Ends it as an operator would, and waits for it.
    pub fn stop(mut self) -> Result<()> {
        Command::new("kill").arg(self.child.id().to_string()).status()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn product_command(args: &Args, data: &Data) -> Command {
    let mut command = Command::new(&args.product);
    command.arg("--data").arg(&data.folder).env_remove("DATABASE_URL").env("MOTCUA_LOG", "error");
    if let Some(url) = &data.url {
        command.env("DATABASE_URL", url);
    }
    command
}

/// Builds the demo city, unless the folder holds one.
pub fn fill_product(args: &Args, data: &Data) -> Result<()> {
    let mut command = product_command(args, data);
    command.args(["demo", "--build-only", "--dossiers", &args.dossiers.to_string()]);
    filled(command)
}

/// Makes and fills the floor's tables.
pub fn fill_floor(args: &Args, data: &Data) -> Result<()> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["fill-floor", "--dossiers", &args.dossiers.to_string(), "--folder"]).arg(&data.folder);
    if let Some(url) = &data.url {
        command.args(["--url", url]);
    }
    filled(command)
}

fn filled(mut command: Command) -> Result<()> {
    let done = command.stdin(Stdio::null()).stdout(Stdio::null()).status()?;
    anyhow::ensure!(done.success(), "filling failed: {done}");
    Ok(())
}

/// Starts the product.
pub async fn product(args: &Args, data: &Data) -> Result<Server> {
    let mut command = product_command(args, data);
    command.arg("serve");
    Server::start(command, data).await
}

/// Starts the floor.
pub async fn floor(data: &Data) -> Result<Server> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("floor").arg("--folder").arg(&data.folder);
    if let Some(url) = &data.url {
        command.args(["--url", url]);
    }
    Server::start(command, data).await
}

async fn sign_in(address: &str, login: &str) -> Result<String> {
    let body = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("ten", login)
        .append_pair("mat_khau", PASSWORD)
        .finish();
    let kind = "application/x-www-form-urlencoded".to_owned();
    let ask = Ask {
        path: "/dang-nhap".to_owned(),
        body: Some((kind, Bytes::from(body))),
        expected: StatusCode::SEE_OTHER,
    };
    let answer = Connection::open(address, None).await?.ask(&ask).await?;
    let cookie = answer.cookie.filter(|_| answer.status == StatusCode::SEE_OTHER);
    let cookie = cookie.with_context(|| format!("{login} cannot sign in: {}", answer.status))?;
    Ok(cookie.split(';').next().unwrap_or_default().to_owned())
}

/// What is known of the product's city: who asks, and for what.
pub struct City {
    /// Session of who reads the whole city.
    pub reader: String,
    /// Session of who files.
    pub clerk: String,
    /// Agency where is filed.
    pub agency: i64,
    /// The filters whose list is longest: field, state, channel.
    pub filters: (String, i64, String),
    /// Dossiers: id, tracking key, owner.
    pub dossiers: Vec<(i64, String, String)>,
}

const FILTERS: &str = "SELECT field, state, channel FROM dossier WHERE is_open AND state IN (2, 4) \
     GROUP BY field, state, channel ORDER BY COUNT(*) DESC, field LIMIT 1";
const AGENCY: &str = "SELECT agency_id FROM account WHERE login = 'phuong-cai-khe.clerk'";
/// Received and not yet ended ones among them, so that pages and receipts have something to show.
const SAMPLE: &str = "SELECT id, tracking_key, owner_name FROM dossier WHERE received_at IS NOT NULL AND id % MOD = 3 ORDER BY id LIMIT 2000";

/// Signs in and looks what there is to ask for.
pub async fn city(args: &Args, data: &Data, address: &str) -> Result<City> {
    let sample = SAMPLE.replace("MOD", &(args.dossiers / 2000).max(4).to_string());
    let (filters, agency, dossiers) = match &data.url {
        None => sqlite_sample(&data.folder.join("motcua.db"), &sample)?,
        Some(url) => postgres_sample(url, &sample).await?,
    };
    Ok(City {
        reader: sign_in(address, READER).await?,
        clerk: sign_in(address, CLERK).await?,
        agency,
        filters,
        dossiers,
    })
}

type Sample = ((String, i64, String), i64, Vec<(i64, String, String)>);

fn sqlite_sample(path: &Path, sample: &str) -> Result<Sample> {
    let db = rusqlite::Connection::open(path)?;
    let filters = db.query_row(FILTERS, [], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
    let agency = db.query_row(AGENCY, [], |r| r.get(0))?;
    let mut query = db.prepare(sample)?;
    let rows = query.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
    Ok((filters, agency, rows.collect::<Result<_, _>>()?))
}

async fn postgres_sample(url: &str, sample: &str) -> Result<Sample> {
    let (db, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await?;
    tokio::spawn(connection);
    let row = db.query_one(FILTERS, &[]).await?;
    let filters = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
    let agency = db.query_one(AGENCY, &[]).await?.try_get(0)?;
    let rows = db.query(sample, &[]).await?;
    let rows = rows.iter().map(|r| Ok((r.try_get(0)?, r.try_get(1)?, r.try_get(2)?)));
    Ok((filters, agency, rows.collect::<Result<_, tokio_postgres::Error>>()?))
}
