//! Tickets: reserved numbers, the queue, and every change of a ticket by its state before.

use super::super::rules::state::State;
use kernel::{Day, Moment};
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};
use sea_orm::Value;

/// Columns of a ticket; the table is `t`.
pub const COLUMNS: &str = "t.id, t.office_id, t.agency_id, t.service_id, t.day_on, t.code, t.token, \
     t.priority, t.state, t.desk_id, t.only_desk_id, t.booking_id, t.due_at, t.queued_at, t.created_at, t.called_at, \
     t.first_called_at, t.ended_at, t.calls, t.waited, t.served, t.limit_minutes, t.dossier_id, t.dossier_code";

/// A ticket.
#[derive(Debug, Clone, FromRow)]
pub struct Ticket {
    pub id: i64,
    pub office_id: i64,
    pub agency_id: i64,
    /// What it waits for now; a redirect may change it.
    pub service_id: i64,
    pub day_on: String,
    pub code: String,
    pub token: String,
    pub priority: String,
    pub state: String,
    pub desk_id: Option<i64>,
    pub only_desk_id: Option<i64>,
    pub booking_id: Option<i64>,
    pub due_at: Option<i64>,
    pub queued_at: i64,
    pub created_at: i64,
    pub called_at: Option<i64>,
    pub first_called_at: Option<i64>,
    pub ended_at: Option<i64>,
    pub calls: i64,
    /// Seconds from its arrival, or its appointment if later, to the first call.
    pub waited: Option<i64>,
    /// Seconds from the first call to the end.
    pub served: Option<i64>,
    pub limit_minutes: i64,
    pub dossier_id: Option<i64>,
    pub dossier_code: String,
}

impl Ticket {
    /// Its state; a word nobody knows is a fault.
    pub fn state(&self) -> Result<State> {
        State::from_code(&self.state).ok_or_else(|| Error::fault("counter_ticket", &self.state))
    }

    /// Since when it counts as waiting: its arrival, or its appointment where that is later.
    pub fn waits_since(&self) -> Moment {
        Moment::from_micros(self.due_at.map_or(self.created_at, |due| due.max(self.created_at)))
    }
}

/// A ticket to give out.
#[derive(Debug, Clone)]
pub struct NewTicket {
    pub office_id: i64,
    pub agency_id: i64,
    pub service_id: i64,
    pub day: Day,
    pub turn: i64,
    pub code: String,
    pub token: String,
    pub priority: String,
    pub booking_id: Option<i64>,
    pub due_at: Option<i64>,
    pub at: Moment,
    pub limit_minutes: i64,
    pub quick: bool,
}

const HEAD: &str = "INSERT INTO counter_ticket (office_id, agency_id, service_id, series_id, day_on, turn, code, token, priority, \
     booking_id, due_at, queued_at, created_at, hour, limit_minutes, quick, state, calls, desk_id, called_at, first_called_at, \
     ended_at, waited, served, dossier_code)";

fn values(new: NewTicket) -> Vec<Value> {
    vec![
        new.office_id.into(),
        new.agency_id.into(),
        new.service_id.into(),
        new.service_id.into(),
        new.day.to_string().into(),
        new.turn.into(),
        new.code.into(),
        new.token.into(),
        new.priority.into(),
        new.booking_id.into(),
        new.due_at.into(),
        new.at.micros().into(),
        new.at.micros().into(),
        (new.day.start().minutes_until(new.at) / 60).into(),
        new.limit_minutes.into(),
        new.quick.into(),
    ]
}

/// The next number of a service on a day, reserved in the transaction that gives the ticket out: none is lost or given twice.
pub async fn reserve_turn(tx: &Tx, service: i64, day: Day) -> Result<i64> {
    tx.number(
        "INSERT INTO counter_sequence (service_id, day_on, last_turn) VALUES ($1, $2, 1) \
         ON CONFLICT (service_id, day_on) DO UPDATE SET last_turn = counter_sequence.last_turn + 1 RETURNING last_turn",
        vec![service.into(), day.to_string().into()],
    )
    .await
}

/// Gives a ticket out; it waits.
pub async fn insert_ticket(tx: &Tx, new: NewTicket) -> Result<i64> {
    let mut params = values(new);
    params.extend(not_called());
    let places: Vec<String> = (1..=params.len()).map(|n| format!("${n}")).collect();
    tx.insert(&format!("{HEAD} VALUES ({})", places.join(", ")), params).await
}

/// State, calls, desk, called, first called, ended, waited, served, dossier's code of a fresh ticket.
fn not_called() -> Vec<Value> {
    let none = || Value::from(None::<i64>);
    vec!["waiting".into(), 0i64.into(), none(), none(), none(), none(), none(), none(), "".into()]
}

/// A ticket of the demo city that has had its course: at which desk, called and ended when; none of it: it waits.
pub type Course = Option<(i64, Moment, Option<Moment>)>;

/// Many tickets with their course, for the demo city.
pub async fn insert_many(tx: &Tx, tickets: Vec<(NewTicket, Course)>) -> Result<()> {
    let rows = tickets.into_iter().map(|(new, course)| {
        let at = new.due_at.map_or(new.at.micros(), |due| due.max(new.at.micros()));
        let mut row = values(new);
        match course {
            None => row.extend(not_called()),
            Some((desk, called, ended)) => {
                let state = if ended.is_some() { "done" } else { "called" };
                let called = called.micros();
                let ended = ended.map(Moment::micros);
                let ran: [Value; 9] = [
                    state.into(),
                    1i64.into(),
                    desk.into(),
                    called.into(),
                    called.into(),
                    ended.into(),
                    ((called - at).max(0) / 1_000_000).into(),
                    ended.map(|ended| (ended - called) / 1_000_000).into(),
                    "".into(),
                ];
                row.extend(ran);
            }
        }
        row
    });
    tx.insert_many(HEAD, rows.collect()).await
}

/// A ticket by id.
pub async fn ticket(db: &impl Read, id: i64) -> Result<Ticket> {
    let found =
        db.row(&format!("SELECT {COLUMNS} FROM counter_ticket t WHERE t.id = $1"), vec![id.into()]).await?;
    found.ok_or(Error::NotFound)
}

/// A ticket by the key in its address.
pub async fn by_token(db: &impl Read, token: &str) -> Result<Option<Ticket>> {
    db.row(&format!("SELECT {COLUMNS} FROM counter_ticket t WHERE t.token = $1"), vec![token.into()]).await
}

/// The ticket that a dossier was received for.
pub async fn by_dossier(db: &impl Read, dossier: i64) -> Result<Option<Ticket>> {
    db.row(&format!("SELECT {COLUMNS} FROM counter_ticket t WHERE t.dossier_id = $1"), vec![dossier.into()])
        .await
}

/// The open tickets of an office and day: those waiting, called, parked or missed.
pub async fn queue(db: &impl Read, office: i64, day: Day) -> Result<Vec<Ticket>> {
    db.rows(
        &format!(
            "SELECT {COLUMNS} FROM counter_ticket t WHERE t.office_id = $1 AND t.day_on = $2 AND t.ended_at IS NULL ORDER BY t.id"
        ),
        vec![office.into(), day.to_string().into()],
    )
    .await
}

/// How many of an office wait on a day.
pub async fn waiting_count(db: &impl Read, office: i64, day: Day) -> Result<i64> {
    db.number(
        "SELECT COUNT(*) FROM counter_ticket WHERE office_id = $1 AND day_on = $2 AND ended_at IS NULL AND state = 'waiting'",
        vec![office.into(), day.to_string().into()],
    )
    .await
}

/// The parked and missed tickets that a desk called.
pub async fn of_desk(db: &impl Read, desk: i64, day: Day) -> Result<Vec<Ticket>> {
    db.rows(
        &format!(
            "SELECT {COLUMNS} FROM counter_ticket t WHERE t.desk_id = $1 AND t.day_on = $2 AND t.state IN ('parked', 'missed') \
             AND t.ended_at IS NULL ORDER BY t.called_at"
        ),
        vec![desk.into(), day.to_string().into()],
    )
    .await
}

/// What the display shows.
#[derive(Debug, Clone, FromRow)]
pub struct Call {
    pub code: String,
    pub label: String,
    pub calls: i64,
    pub called_at: i64,
}

/// The tickets called and not finished of an office and day, the latest call first.
pub async fn calls(db: &impl Read, office: i64, day: Day) -> Result<Vec<Call>> {
    db.rows(
        "SELECT t.code, d.label, t.calls, COALESCE(t.called_at, 0) AS called_at FROM counter_ticket t \
         JOIN counter_desk d ON d.id = t.desk_id WHERE t.office_id = $1 AND t.day_on = $2 AND t.state = 'called' \
         AND t.ended_at IS NULL ORDER BY t.called_at DESC, t.id DESC LIMIT 8",
        vec![office.into(), day.to_string().into()],
    )
    .await
}

/// Writes a ticket's changed fields if it still is in the state it was read in; false if another desk was faster.
pub async fn change(tx: &Tx, ticket: &Ticket, before: State) -> Result<bool> {
    let touched = tx
        .exec(
            "UPDATE counter_ticket SET state = $3, service_id = $4, desk_id = $5, only_desk_id = $6, queued_at = $7, \
             called_at = $8, first_called_at = $9, ended_at = $10, calls = $11, waited = $12, served = $13 \
             WHERE id = $1 AND state = $2 AND ended_at IS NULL",
            vec![
                ticket.id.into(),
                before.code().into(),
                ticket.state.clone().into(),
                ticket.service_id.into(),
                ticket.desk_id.into(),
                ticket.only_desk_id.into(),
                ticket.queued_at.into(),
                ticket.called_at.into(),
                ticket.first_called_at.into(),
                ticket.ended_at.into(),
                ticket.calls.into(),
                ticket.waited.into(),
                ticket.served.into(),
            ],
        )
        .await?;
    Ok(touched > 0)
}

/// Joins a dossier to a ticket that has none; false if it has one.
pub async fn join_dossier(tx: &Tx, id: i64, dossier: i64, code: &str) -> Result<bool> {
    let touched = tx
        .exec(
            "UPDATE counter_ticket SET dossier_id = $2, dossier_code = $3 WHERE id = $1 AND dossier_id IS NULL",
            vec![id.into(), dossier.into(), code.into()],
        )
        .await?;
    Ok(touched > 0)
}

/// The tickets of days before that nobody ended.
pub async fn left_over(db: &impl Read, today: Day) -> Result<Vec<Ticket>> {
    db.rows(
        &format!("SELECT {COLUMNS} FROM counter_ticket t WHERE t.ended_at IS NULL AND t.day_on < $1 ORDER BY t.id LIMIT 2000"),
        vec![today.to_string().into()],
    )
    .await
}

/// The tickets, newest first; conditions name the table `t`.
pub fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 3] = [
        SortKey { name: "luc", sql: "t.created_at", number: true },
        SortKey { name: "cho", sql: "COALESCE(t.waited, -1)", number: true },
        SortKey { name: "phuc-vu", sql: "COALESCE(t.served, -1)", number: true },
    ];
    ListQuery::new(COLUMNS, "counter_ticket t", "t.id", &SORTS).descending()
}
