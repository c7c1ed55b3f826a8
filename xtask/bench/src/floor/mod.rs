//! The floor: what the operations of docs/performance.md cost when nothing but them is written, by hand.
//! No sign-in, no rights, no languages, no queue; one table a concept, hand-written SQL, strings put together.

mod filing;
mod fill;
mod pages;
mod postgres;
mod sqlite;

pub use fill::{fill, plain_name};

use anyhow::Result;
use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Path, Query, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use bytes::Bytes;
pub use filing::fold;
use filing::{Filing, Typed};
use serde::Deserialize;
use std::path::PathBuf;
use std::sync::Arc;

/// Where the floor keeps its rows.
#[derive(Clone)]
pub enum Backing {
    /// A file `floor.db` in a folder.
    Sqlite(PathBuf),
    /// A database by URL; files lie in the folder.
    Postgres(String, PathBuf),
}

impl Backing {
    /// The folder of the attachments.
    fn folder(&self) -> &std::path::Path {
        match self {
            Backing::Sqlite(folder) | Backing::Postgres(_, folder) => folder,
        }
    }
}

enum Rows {
    Sqlite(sqlite::Rows),
    Postgres(postgres::Rows),
}

struct Floor {
    rows: Rows,
    files: PathBuf,
}

/// A line of the inbox.
struct Line {
    id: i64,
    code: String,
    owner: String,
    procedure: String,
    state: i64,
    filed_at: i64,
    due_at: i64,
}

/// A dossier's page.
struct Record {
    code: String,
    procedure: String,
    owner: String,
    identity: String,
    address: String,
    phone: String,
    state: i64,
    filed_at: i64,
    due_at: i64,
    due_steps: String,
    papers: Vec<(String, String, i64)>,
    timeline: Vec<(i64, String, String)>,
}

/// A kept figure of the board: measure, name, target, its months.
type Figure = (i64, String, f64, Vec<f64>);

/// The inbox's three filters.
#[derive(Deserialize)]
struct Asked {
    field: String,
    state: i64,
    channel: String,
}

#[derive(Deserialize)]
struct Words {
    q: String,
}

/// Serves until it is killed.
pub async fn serve(listen: &str, backing: Backing) -> Result<()> {
    let files = backing.folder().join("files");
    std::fs::create_dir_all(&files)?;
    let rows = match &backing {
        Backing::Sqlite(folder) => Rows::Sqlite(sqlite::Rows::open(&folder.join("floor.db"))?),
        Backing::Postgres(url, _) => Rows::Postgres(postgres::Rows::connect(url).await?),
    };
    let app = Router::new()
        .route("/readyz", get(async || "ready\n"))
        .route("/file", post(file))
        .route("/inbox", get(inbox))
        .route("/dossier/{id}", get(dossier))
        .route("/track/{key}", get(track))
        .route("/search", get(search))
        .route("/board", get(board))
        .layer(DefaultBodyLimit::max(8 << 20))
        .with_state(Arc::new(Floor { rows, files }));
    let listener = tokio::net::TcpListener::bind(listen).await?;
    axum::serve(listener, app).await?;
    Ok(())
}

/// Whatever went wrong is a 500 with its text.
struct Failed(anyhow::Error);

impl<E: Into<anyhow::Error>> From<E> for Failed {
    fn from(error: E) -> Failed {
        Failed(error.into())
    }
}

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        (StatusCode::INTERNAL_SERVER_ERROR, self.0.to_string()).into_response()
    }
}

async fn file(State(floor): State<Arc<Floor>>, request: Request) -> Result<Response, Failed> {
    let is_multipart = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|v| v.starts_with("multipart/form-data"));
    let mut typed = Typed::default();
    let mut attached: Option<Bytes> = None;
    if is_multipart {
        let mut parts = Multipart::from_request(request, &()).await?;
        while let Some(part) = parts.next_field().await? {
            let name = part.name().unwrap_or_default().to_owned();
            if part.file_name().is_some() {
                attached = Some(part.bytes().await?);
            } else {
                typed.set(&name, part.text().await?);
            }
        }
    } else {
        let body = Bytes::from_request(request, &()).await?;
        for (name, value) in url::form_urlencoded::parse(&body) {
            typed.set(&name, value.into_owned());
        }
    }
    let filing = match Filing::check(typed) {
        Ok(filing) => filing,
        Err(errors) => return Ok((StatusCode::UNPROCESSABLE_ENTITY, errors.join("\n")).into_response()),
    };
    let hash = match attached {
        Some(content) => {
            let folder = floor.files.clone();
            Some(tokio::task::spawn_blocking(move || filing::keep(&folder, &content)).await??)
        }
        None => None,
    };
    let code = match &floor.rows {
        Rows::Sqlite(rows) => rows.file(filing, hash).await?,
        Rows::Postgres(rows) => rows.file(filing, hash).await?,
    };
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, format!("/received/{code}"))]).into_response())
}

async fn inbox(State(floor): State<Arc<Floor>>, Query(asked): Query<Asked>) -> Result<Html<String>, Failed> {
    let lines = match &floor.rows {
        Rows::Sqlite(rows) => rows.inbox(&asked)?,
        Rows::Postgres(rows) => rows.inbox(&asked).await?,
    };
    Ok(Html(pages::inbox(&lines)))
}

async fn dossier(State(floor): State<Arc<Floor>>, Path(id): Path<i64>) -> Result<Response, Failed> {
    let found = match &floor.rows {
        Rows::Sqlite(rows) => rows.record(id)?,
        Rows::Postgres(rows) => rows.record(id).await?,
    };
    Ok(found.map_or_else(
        || StatusCode::NOT_FOUND.into_response(),
        |record| Html(pages::dossier(&record)).into_response(),
    ))
}

async fn track(State(floor): State<Arc<Floor>>, Path(key): Path<String>) -> Result<Response, Failed> {
    let found = match &floor.rows {
        Rows::Sqlite(rows) => match rows.by_key(&key)? {
            Some(id) => rows.record(id)?,
            None => None,
        },
        Rows::Postgres(rows) => match rows.by_key(&key).await? {
            Some(id) => rows.record(id).await?,
            None => None,
        },
    };
    Ok(found.map_or_else(
        || StatusCode::NOT_FOUND.into_response(),
        |record| Html(pages::track(&record)).into_response(),
    ))
}

async fn search(State(floor): State<Arc<Floor>>, Query(words): Query<Words>) -> Result<Html<String>, Failed> {
    let folded: Vec<String> = fold(&words.q).split_whitespace().map(str::to_owned).collect();
    let found = match &floor.rows {
        Rows::Sqlite(rows) => rows.search(&folded)?,
        Rows::Postgres(rows) => rows.search(&folded).await?,
    };
    Ok(Html(pages::found(&words.q, &found)))
}

async fn board(State(floor): State<Arc<Floor>>) -> Result<Html<String>, Failed> {
    let figures = match &floor.rows {
        Rows::Sqlite(rows) => rows.board()?,
        Rows::Postgres(rows) => rows.board().await?,
    };
    Ok(Html(pages::board(&figures)))
}

/// Months of measures, row by row in order, as one line a measure.
fn figures(rows: Vec<(i64, String, f64, f64)>) -> Vec<Figure> {
    let mut all: Vec<Figure> = Vec::new();
    for (measure, name, target, value) in rows {
        match all.last_mut().filter(|f| f.0 == measure) {
            Some(figure) => figure.3.push(value),
            None => all.push((measure, name, target, vec![value])),
        }
    }
    all
}

const INBOX: &str = "SELECT id, code, owner_name, procedure_name, state, filed_at, due_at FROM dossier \
     WHERE is_open AND field = $1 AND state = $2 AND channel = $3 ORDER BY due_sort, id LIMIT 26";
const RECORD: &str = "SELECT code, procedure_name, owner_name, owner_identity, owner_address, owner_phone, state, filed_at, \
     due_at, due_steps FROM dossier WHERE id = $1";
const PAPERS: &str = "SELECT name, given, copies FROM paper WHERE dossier_id = $1 ORDER BY id";
const TIMELINE: &str = "SELECT at, actor, action FROM journal WHERE record_id = $1 ORDER BY id DESC LIMIT 50";
const BY_KEY: &str = "SELECT id FROM dossier WHERE tracking_key = $1";
const BOARD: &str = "SELECT m.id, m.name, m.target, f.value FROM measure m JOIN figure f ON f.measure_id = m.id ORDER BY m.id, f.month";
const NEXT: &str = "INSERT INTO counter (scope, last) VALUES ($1, 1) \
     ON CONFLICT (scope) DO UPDATE SET last = counter.last + 1 RETURNING last";
const FILE: &str = "INSERT INTO dossier (code, tracking_key, idempotency_key, procedure_code, procedure_name, field, agency_id, \
     channel, owner_name, owner_folded, owner_identity, owner_address, owner_phone, state, is_open, filed_at, due_at, due_sort, \
     due_steps) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 2, TRUE, $14, $15, $15, $16) RETURNING id";
const PAPER: &str =
    "INSERT INTO paper (dossier_id, name, given, copies, file_hash) VALUES ($1, $2, $3, $4, $5)";
const ENTER: &str =
    "INSERT INTO journal (at, actor, record_id, action, after, hash) VALUES ($1, $2, $3, 'file', $4, $5)";
const TELL: &str = "INSERT INTO event (topic, payload, at) VALUES ('filed', $1, $2)";
