//! All that the city keeps about a person, for that person to take away: each slice tells of its own records.

use crate::app::App;
use crate::error::Result;
use crate::identity;
use crate::journal::{self, Change};
use crate::reads::{self, ACCOUNT, Look};
use crate::store::FromRow;
use crate::store::{Read, Tx};
use kernel::Moment;
use serde_json::{Map, Value as Json, json};

/// Everything, by slice.
pub async fn of(app: &App, account: i64) -> Result<Json> {
    let mut all = Map::new();
    for slice in app.slices {
        if let Some(kept) = slice.personal {
            all.insert(slice.name.to_owned(), kept(app.clone(), account).await?);
        }
    }
    Ok(Json::Object(all))
}

/// Journals that the person took it away.
pub async fn taken(tx: &Tx, account: i64) -> Result<()> {
    tx.journal(Change::of("identity", "account", account, "data_take")).await
}

/// An instant as the file writes it.
pub fn at(micros: i64) -> String {
    Moment::from_micros(micros).iso()
}

/// Looks as the file tells them; names only where the rules let the person see them.
pub fn looks(app: &App, looks: &[Look]) -> Json {
    let named = reads::names_shown(app, app.clock.now().day());
    let directory = app.directory();
    looks
        .iter()
        .map(|look| {
            json!({
                "at": at(look.at), "what": look.what, "role": look.role,
                "agency": look.unit_id.map(|id| directory.name(id).to_owned()),
                "name": named.then_some(&look.reader_name),
            })
        })
        .collect()
}

/// What the ground floor keeps: account, sessions, notices, changes, looks.
pub(crate) async fn ground(app: &App, account: i64) -> Result<Json> {
    #[derive(FromRow)]
    struct Session {
        address: String,
        agent: String,
        created_at: i64,
        seen_at: i64,
    }
    #[derive(FromRow)]
    struct Notice {
        at: i64,
        subject: String,
        body: String,
        email: Option<String>,
        phone: Option<String>,
        sms: String,
    }
    #[derive(FromRow)]
    struct Passkey {
        name: String,
        made_at: i64,
        used_at: Option<i64>,
    }
    #[derive(FromRow)]
    struct Link {
        realm: String,
        made_at: i64,
        ended_at: Option<i64>,
    }
    let db = &app.store;
    let own = identity::account(db, account).await?;
    let sql = "SELECT address, agent, created_at, seen_at FROM session WHERE account_id = $1 ORDER BY id";
    let sessions: Vec<Session> = db.rows(sql, vec![account.into()]).await?;
    let sql = "SELECT at, subject, body, email, phone, sms FROM notice WHERE account_id = $1 ORDER BY id";
    let notices: Vec<Notice> = db.rows(sql, vec![account.into()]).await?;
    let sql = "SELECT name, made_at, used_at FROM passkey WHERE account_id = $1 ORDER BY id";
    let passkeys: Vec<Passkey> = db.rows(sql, vec![account.into()]).await?;
    let sql = "SELECT realm, made_at, ended_at FROM provider_link WHERE account_id = $1 ORDER BY id";
    let links: Vec<Link> = db.rows(sql, vec![account.into()]).await?;
    let ways = crate::notice_choice::of(db, account).await?;
    let changes = journal::history(db, ACCOUNT, account).await?;
    let sessions = sessions.iter().map(|s| {
        json!({"address": s.address, "agent": s.agent, "opened": at(s.created_at), "seen": at(s.seen_at)})
    });
    let notices = notices.iter().map(|n| {
        json!({
            "at": at(n.at), "subject": n.subject, "body": n.body, "email": n.email, "phone": n.phone, "sms": n.sms,
        })
    });
    let passkeys =
        passkeys.iter().map(|p| json!({"name": p.name, "made": at(p.made_at), "used": p.used_at.map(at)}));
    let links = links
        .iter()
        .map(|l| json!({"provider": l.realm, "made": at(l.made_at), "ended": l.ended_at.map(at)}));
    let asked = crate::erasure::of_account(db, account).await?;
    let asked = asked.iter().map(|r| {
        json!({
            "asked": at(r.asked_at), "outcome": r.outcome, "reason": r.reason, "decided": r.decided_at.map(at),
        })
    });
    let changes = changes.iter().map(|e| {
        json!({"at": at(e.at), "action": e.action, "by": e.actor_kind, "before": e.before, "after": e.after})
    });
    Ok(json!({
        "account": {
            "login": own.login, "name": own.name, "email": own.email, "phone": own.phone,
            "identity_number": own.identity_number, "address": own.address, "verified": own.verified_at.map(at),
            "by_mail": ways.mail, "by_sms": ways.sms,
        },
        "sessions": sessions.collect::<Vec<_>>(),
        "passkeys": passkeys.collect::<Vec<_>>(),
        "providers": links.collect::<Vec<_>>(),
        "notices": notices.collect::<Vec<_>>(),
        "erasure_requests": asked.collect::<Vec<_>>(),
        "changes": changes.collect::<Vec<_>>(),
        "looks": looks(app, &reads::of(db, ACCOUNT, account).await?),
    }))
}
