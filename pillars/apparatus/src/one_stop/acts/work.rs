//! One piece of work on one dossier: opened with its rules and calendar, finished in one commit.

use super::flow::Running;
use crate::one_stop::rules::{Act, DeadlineRules, Ground, State, explain};
use crate::one_stop::store::{self, Dossier};
use contracts::dossiers::{Channel, DossierFact};
use contracts::procedures::{Catalogue, ProcedureVersion, TermVariant};
use kernel::{Day, Due, Moment, Pause, WorkingCalendar};
use platform::error::{Error, Result};
use platform::events::Event;
use platform::notices::{self, Notice};
use platform::search::SearchDoc;
use platform::{Actor, App, Change, Refusal, Tx, journal, sms};
use serde_json::Value as Json;
use std::sync::Arc;

/// An open transaction with a dossier in hand.
pub struct Work {
    /// The server.
    pub app: App,
    /// The transaction.
    pub tx: Tx,
    /// The dossier; changed in place, written by [`Work::finish`].
    pub dossier: Dossier,
    /// The procedure version it follows.
    pub version: Arc<ProcedureVersion>,
    /// The deadline rules in force on its receipt (or filing) day.
    pub rules: DeadlineRules,
    /// The receiving agency's calendar.
    pub calendar: Arc<WorkingCalendar>,
    /// The flow it follows, where its procedure has a published one.
    pub flow: Option<Running>,
    /// Opened in this transaction and not promised yet: nothing was put off, and no clock has stood.
    is_new: bool,
    before: Json,
    due_before: Option<Moment>,
}

/// The procedure version a dossier follows.
pub async fn procedure_of(app: &App, dossier: &Dossier) -> Result<Arc<ProcedureVersion>> {
    app.port::<Arc<dyn Catalogue>>()?.version(app, dossier.procedure_version_id).await
}

impl Work {
    /// Takes a dossier in hand. `seen` is the version the actor's page showed: another one means that somebody
    /// else acted meanwhile, and the answer says what they did.
    pub async fn open(app: &App, by: &Actor, id: i64, seen: Option<i64>) -> Result<Work> {
        let dossier = store::get(&app.store, id).await?;
        let version = procedure_of(app, &dossier).await?;
        let tx = app.store.write(by).await?;
        // Read again inside the transaction: the first reading only told which procedure to load.
        let dossier = store::get(&tx, id).await?;
        if let Some(seen) = seen.filter(|seen| *seen != dossier.version) {
            let newer = usize::try_from(dossier.version - seen).unwrap_or(1).clamp(1, 5);
            return Err(Error::Changed(told(app, &tx, id, newer).await?));
        }
        let flow = Running::of(app, &tx, dossier.id).await?;
        Ok(Work { flow, is_new: false, ..Work::on(app, tx, dossier, version)? })
    }

    /// Takes in hand a dossier opened in this transaction: none follows a flow before its receipt.
    pub fn on(app: &App, tx: Tx, dossier: Dossier, version: Arc<ProcedureVersion>) -> Result<Work> {
        let day = dossier.received().map_or_else(|| Moment::from_micros(dossier.filed_at).day(), |m| m.day());
        let rules = DeadlineRules::on(&app.profiles(), day)?;
        let calendar = app.calendars().of(dossier.agency_id)?;
        let (before, due_before) = (dossier.facts(), dossier.due());
        Ok(Work {
            app: app.clone(),
            tx,
            dossier,
            version,
            rules,
            calendar,
            flow: None,
            is_new: true,
            before,
            due_before,
        })
    }

    /// Moves the state by an act, or refuses.
    pub fn apply(&mut self, act: Act) -> Result<()> {
        self.dossier.state = self.dossier.state()?.after(act, &self.rules.grounds)?.number();
        Ok(())
    }

    /// A refusal with the text of the dossier's day that it rests on.
    pub fn refuse(&self, ground: Ground, refusal: Refusal) -> Error {
        self.rules.grounds.give(ground, refusal).into()
    }

    /// Whether the papers themselves have to be carried.
    pub(super) fn on_paper(&self) -> bool {
        self.dossier.channel() != Channel::Online
    }

    /// The term variant it follows.
    pub(super) fn variant(&self) -> Option<&TermVariant> {
        self.version.body.variant(self.dossier.term_variant.as_deref()?)
    }

    /// Computes the promise anew from receipt, pauses and re-appointment, and writes it into the dossier.
    pub async fn promise(&mut self, extended_to: Option<Day>) -> Result<Due> {
        // Only the first time: what begins after it may let the clock stand.
        let is_new = std::mem::take(&mut self.is_new);
        let extended = match extended_to {
            Some(day) => Some((day, self.tx.at())),
            None if is_new => None,
            None => {
                let last = store::extensions(&self.tx, self.dossier.id).await?.pop();
                let granted = |e: &store::Extended| Moment::from_micros(e.extended_at);
                last.and_then(|e| e.new_due_on.parse().ok().map(|day| (day, granted(&e))))
            }
        };
        let rows = if is_new { Vec::new() } else { store::pause_rows(&self.tx, self.dossier.id).await? };
        let pauses: Vec<Pause> = rows.iter().map(store::PauseRow::pause).collect();
        let received = self.dossier.received().unwrap_or(self.tx.at());
        let variant = self.variant().cloned();
        let term = variant.as_ref().map(|v| v.term.clone()).or_else(|| self.version.body.term.clone());
        let mut due = self.rules.due(
            &term.unwrap_or_default(),
            received,
            &self.calendar,
            self.dossier.with_verification,
            &pauses,
            extended,
        );
        let based = |row: store::PauseRow| Some((Moment::from_micros(row.from_at), row.basis?));
        let bases: Vec<(Moment, String)> = rows.into_iter().filter_map(based).collect();
        explain(&mut due.steps, variant.as_ref(), &bases);
        self.dossier.due_at = due.at.map(Moment::micros);
        self.dossier.due_from_at = due.window.map(|(from, _)| from.micros());
        self.dossier.due_steps = serde_json::to_string(&due.steps)?;
        Ok(due)
    }

    /// Ends the work: no step is open, nobody's turn is left, the clock no longer stands still.
    pub async fn end(&mut self, note: Option<&str>) -> Result<()> {
        store::end_step(&self.tx, self.dossier.id, note).await?;
        store::close_pause(&self.tx, self.dossier.id).await?;
        self.leave_flow().await?;
        self.dossier.step_role = None;
        self.dossier.step_due_at = None;
        Ok(())
    }

    /// Until when the filing is answered, while it is not received.
    pub fn wait_for_receipt(&mut self, since: Moment) {
        let asked = (self.dossier.procedure_code.as_str(), self.dossier.channel());
        let reply = self.rules.reply_by(since, &self.calendar, asked);
        self.dossier.step_due_at = reply.map(Moment::micros);
    }

    /// What listeners are told.
    pub fn fact(&self) -> DossierFact {
        let day = |at: Option<Moment>| at.map(|m| m.day().to_string());
        DossierFact {
            dossier_id: self.dossier.id,
            code: self.dossier.code.clone(),
            agency_id: self.dossier.agency_id,
            procedure: self.dossier.procedure_code.clone(),
            field: self.dossier.field.clone(),
            channel: self.dossier.channel(),
            account_id: self.dossier.account_id,
            filed_on: day(Some(Moment::from_micros(self.dossier.filed_at))),
            received_on: self.dossier.received_on.clone(),
            due_on: day(self.dossier.due()),
            due_before_on: day(self.due_before),
            settled_on: day(self.dossier.settled()),
        }
    }

    fn email(&self) -> Option<&str> {
        Some(self.dossier.owner_email.as_str()).filter(|e| e.contains('@'))
    }

    /// Whether the applicant can be told anything: an account, a mail address or a mobile number is known.
    fn is_reachable(&self) -> bool {
        let dossier = &self.dossier;
        dossier.account_id.is_some() || self.email().is_some() || sms::mobile(&dossier.owner_phone).is_some()
    }

    /// Tells the applicant, if they can be told.
    pub async fn tell(&self, template: &'static str, more: Json) -> Result<()> {
        if !self.is_reachable() {
            return Ok(());
        }
        let values = serde_json::json!({
            "code": self.dossier.code, "procedure": self.dossier.procedure_name, "name": self.dossier.owner_name,
            "agency": self.app.directory().name(self.dossier.agency_id),
            "due": self.dossier.due().map(Moment::vn), "more": more,
        });
        let href = format!("/theo-doi/{}", self.dossier.tracking_key);
        let notice = Notice {
            template,
            account_id: self.dossier.account_id,
            email: self.email(),
            phone: Some(self.dossier.owner_phone.as_str()),
            href,
            values,
        };
        notices::send(&self.tx, &notice).await
    }

    /// Writes the dossier back. Another node may have done so at the same moment: the answer says what was done there.
    pub async fn save(&mut self) -> Result<()> {
        if store::save(&self.tx, &mut self.dossier).await? {
            return Ok(());
        }
        Err(Error::Changed(told(&self.app, &self.tx, self.dossier.id, 1).await?))
    }

    /// Writes the dossier, its journal entry and its event, and commits.
    pub async fn finish<E: Event>(
        mut self,
        action: &'static str,
        reason: Option<&str>,
        more: Json,
        event: &E,
    ) -> Result<Dossier> {
        self.save().await?;
        self.enter(action, reason, more).await?;
        self.tx.emit(event).await?;
        self.tx.commit().await?;
        Ok(self.dossier)
    }

    /// Appends an act's journal entry while the work goes on: what follows it is an act of its own.
    pub async fn entered(&mut self, action: &'static str, reason: Option<&str>, more: Json) -> Result<()> {
        self.enter(action, reason, more).await?;
        self.before = self.dossier.facts();
        Ok(())
    }

    /// Appends the journal entry with the facts that changed and what the act adds.
    pub async fn enter(&self, action: &'static str, reason: Option<&str>, more: Json) -> Result<()> {
        let (before, mut after) = changed_only(&self.before, &self.dossier.facts());
        if let (Json::Object(after), Json::Object(more)) = (&mut after, more) {
            after.extend(more);
        }
        self.tx
            .journal(
                Change::of("one_stop", "dossier", self.dossier.id, action)
                    .before(before)
                    .after(after)
                    .reason(reason),
            )
            .await
    }
}

/// The dossier as the search index keeps it.
pub fn search_doc(dossier: &Dossier) -> SearchDoc {
    SearchDoc {
        kind: "dossier",
        record_id: dossier.id,
        title: dossier.code.clone(),
        summary: format!("{} – {}", dossier.owner_name, dossier.procedure_name),
        href: format!("/ho-so/{}", dossier.id),
        words: format!("{} {}", dossier.owner_identity, dossier.owner_phone),
        agency_id: Some(dossier.agency_id),
        many: true,
    }
}

fn changed_only(before: &Json, after: &Json) -> (Json, Json) {
    let mut old = serde_json::Map::new();
    let mut new = serde_json::Map::new();
    if let (Json::Object(b), Json::Object(a)) = (before, after) {
        for (field, value) in a {
            let previous = b.get(field).unwrap_or(&Json::Null);
            if previous != value {
                old.insert(field.clone(), previous.clone());
                new.insert(field.clone(), value.clone());
            }
        }
    }
    (Json::Object(old), Json::Object(new))
}

async fn told(app: &App, tx: &Tx, id: i64, count: usize) -> Result<Vec<String>> {
    let entries = journal::history(tx, "dossier", id).await?;
    let locale = app.locale(platform::messages::Lang::Vi);
    Ok(entries
        .iter()
        .take(count)
        .map(|e| {
            let action = locale.t(&format!("journal-action-{}", e.action.replace('_', "-")));
            format!("{} – {} ({})", e.actor_name, action, e.moment().vn())
        })
        .collect())
}

/// Tells the applicant, once, that the promise of a dossier has passed; whether that was still to be told.
pub async fn tell_late(app: &App, id: i64) -> Result<bool> {
    let work = Work::open(app, &Actor::system(), id, None).await?;
    let today = work.tx.at().day();
    let Some(due) = work.dossier.due().filter(|due| due.day() < today) else { return Ok(false) };
    let at_work = matches!(work.dossier.state()?, State::Received | State::Processing);
    if !at_work || !work.is_reachable() {
        return Ok(false);
    }
    if !store::mark_told_late(&work.tx, id, &today.to_string(), &due.day().to_string()).await? {
        return Ok(false);
    }
    work.tell("one_stop.late", Json::Null).await?;
    work.tx.journal(Change::of("one_stop", "dossier", id, "tell_late")).await?;
    work.tx.commit().await?;
    Ok(true)
}

/// Computes an open dossier's promise and step anew after the calendar changed; journalled only when one moved,
/// and told to the applicant only when the promise did.
pub async fn recompute(app: &App, id: i64) -> Result<bool> {
    let mut work = Work::open(app, &Actor::system(), id, None).await?;
    let (old, old_step) = (work.dossier.due_at, work.dossier.step_due_at);
    let beside = work.moments().await?;
    if work.dossier.received_at.is_none() || !work.dossier.state()?.is_open() {
        return Ok(false);
    }
    work.retime().await?;
    if (work.dossier.due_at, work.dossier.step_due_at) == (old, old_step) && work.moments().await? == beside {
        return Ok(false);
    }
    let fact = contracts::dossiers::DossierChanged(work.fact());
    if work.dossier.due_at != old {
        work.tell("one_stop.moved", Json::Null).await?;
    }
    work.finish("recompute_due", None, Json::Null, &fact).await?;
    Ok(true)
}
