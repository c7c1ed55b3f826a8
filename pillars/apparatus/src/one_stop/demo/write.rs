//! Writing made-up lives in bulk: the same rows that acts write, many at a time.

use super::life::Life;
use super::rows::{self, Hands, Open};
use super::{World, past, people};
use crate::one_stop::rules::{Clock, State};
use contracts::dossiers::Channel;
use kernel::{CodeTemplate, Day};
use platform::error::{Error, Result};
use platform::identity::Account;
use platform::journal::{self, PastEntry};
use platform::search::{self, SearchDoc};
use platform::{Actor, App, Read};
use rand::rngs::StdRng;
use sea_orm::Value;
use std::collections::HashMap;

const DOSSIER: &str = "INSERT INTO dossier (id, code, tracking_key, idempotency_key, procedure_version_id, procedure_code, \
    procedure_name, field, agency_id, channel, applicant_kind, owner_name, owner_folded, owner_identity, owner_address, \
    owner_phone, owner_email, proxy, account_id, form, result_delivery, state, version, is_open, with_verification, \
    filed_at, filed_on, received_at, received_on, register_number, due_at, due_from_at, due_sort, due_steps, settled_at, \
    settled_on, outcome, ended_on, end_reason, returned_at, returned_on, returned_to, step_number, step_role, \
    step_due_at, assignee_id, supplement_count, extension_count, half_days, end_reason_code, due_on, term_variant)";
const PAPER: &str = "INSERT INTO dossier_paper (dossier_id, component, name, given, copies, note)";
const STEP: &str = "INSERT INTO dossier_step (dossier_id, number, name, role, unit, started_at, due_at, ended_at, giver_name, \
    actor_id, actor_name)";
const SUPPLEMENT: &str = "INSERT INTO dossier_supplement (dossier_id, reason_code, content, asked_at, asked_on, answer_by_on, \
    guide_name, guide_phone, answered_at)";
const PAUSE: &str = "INSERT INTO dossier_pause (dossier_id, reason, from_at, to_at, basis)";
const EXTENSION: &str = "INSERT INTO dossier_extension (dossier_id, old_due_at, new_due_on, new_due_at, reason, \
    letter_number, extended_at)";
const OPINION: &str = "INSERT INTO dossier_opinion (dossier_id, unit_id, expert, question, due_on, asked_by, asked_at, \
    answer, answered_by, answered_at)";
const RESULT: &str = "INSERT INTO dossier_result (dossier_id, number, name, signer, signed_at)";
const FEE: &str = "INSERT INTO dossier_fee (dossier_id, agency_id, stage, amount, paid_by, receipt_number, collected_at, \
    collected_on, collector_id, collector_name)";
const RETURN: &str = "INSERT INTO dossier_return (dossier_id, kind, component, component_name, reason_code, procedure_code, \
    agency_id, filed_on, happened_on)";
const WORD: &str = "INSERT INTO dossier_word (dossier_id, word)";

/// Rows waiting to be written together.
pub(super) struct Batch {
    next_id: i64,
    template: CodeTemplate,
    sequences: HashMap<String, i64>,
    pub(super) dossiers: Vec<Vec<Value>>,
    pub(super) papers: Vec<Vec<Value>>,
    pub(super) steps: Vec<Vec<Value>>,
    pub(super) supplements: Vec<Vec<Value>>,
    pub(super) pauses: Vec<Vec<Value>>,
    pub(super) extensions: Vec<Vec<Value>>,
    pub(super) opinions: Vec<Vec<Value>>,
    pub(super) results: Vec<Vec<Value>>,
    pub(super) fees: Vec<Vec<Value>>,
    pub(super) returns: Vec<Vec<Value>>,
    pub(super) words: Vec<Vec<Value>>,
    pub(super) entries: Vec<PastEntry>,
    docs: Vec<SearchDoc>,
}

impl Batch {
    pub(super) async fn start(app: &App) -> Result<Batch> {
        let next_id = app.store.number("SELECT COALESCE(MAX(id), 0) + 1 FROM dossier", vec![]).await?;
        let today = app.clock.now().day();
        let text: String =
            app.profiles().get_or("one_stop.code_template", today, "{unit}-{yymmdd}-{seq:4}".to_owned())?;
        let template = CodeTemplate::try_from(text).map_err(|e| Error::fault("one_stop.code_template", e))?;
        Ok(Batch {
            next_id,
            template,
            sequences: HashMap::new(),
            dossiers: Vec::new(),
            papers: Vec::new(),
            steps: Vec::new(),
            supplements: Vec::new(),
            pauses: Vec::new(),
            extensions: Vec::new(),
            opinions: Vec::new(),
            results: Vec::new(),
            fees: Vec::new(),
            returns: Vec::new(),
            words: Vec::new(),
            entries: Vec::new(),
            docs: Vec::new(),
        })
    }

    pub(super) fn next(&mut self, scope: String) -> i64 {
        let last = self.sequences.entry(scope).or_insert(0);
        *last += 1;
        *last
    }

    fn code(&mut self, life: &Life) -> String {
        let day = life.filed.day();
        let scope = if self.template.is_daily() {
            format!("code:{}:{day}", life.agency_id)
        } else {
            format!("code:{}:{}", life.agency_id, day.year())
        };
        let number = u64::try_from(self.next(scope)).unwrap_or(1);
        self.template.write(&life.unit, &life.version.body.field.code, day, number).0.to_uppercase()
    }

    /// Adds a life; with an account it is that person's own, filed online.
    pub(super) fn add(
        &mut self,
        app: &App,
        world: &World,
        life: &Life,
        account: Option<&Account>,
        rng: &mut StdRng,
    ) -> Result<()> {
        let id = self.next_id;
        self.next_id += 1;
        let code = self.code(life);
        let cast = people::cast(rng, life, account);
        let hands = Hands::of(world, life.agency_id);
        let calendar = app.calendars().of(life.agency_id)?;
        self.docs.push(SearchDoc {
            kind: "dossier",
            record_id: id,
            title: code.clone(),
            summary: format!("{} – {}", cast.owner.name, life.version.body.name),
            href: format!("/ho-so/{id}"),
            words: format!("{} {}", cast.owner.identity_number, cast.owner.phone),
            agency_id: Some(life.agency_id),
            many: true,
        });
        past::journal(self, id, &code, life, &cast, &hands);
        rows::details(self, id, life, &hands, world, rng);
        let (rules, _) =
            world.rules_on(life.filed.day()).ok_or_else(|| Error::fault("demo", "no rules of the day"))?;
        let paper = life.channel != Channel::Online;
        let pauses = life.pauses();
        let until = life.case().and(life.due);
        let clock = Clock { from: life.filed, rules, calendar: &calendar, pauses: &pauses, paper, until };
        let step = rows::steps(self, id, life, &hands, &clock);
        let reply = rules.reply_by(life.filed, &calendar, (&life.version.body.code, life.channel));
        let reply = reply.filter(|_| life.state == State::Registered);
        let due = step.as_ref().and_then(|s| s.due_at).or(reply);
        rows::words(self, id, &code, &cast);
        rows::dossier(self, (id, code), life, &cast, &hands, &Open { step, due }, rng)
    }

    pub(super) async fn flush(&mut self, app: &App) -> Result<()> {
        let tx = app.store.write(&Actor::system()).await?;
        tx.insert_many(DOSSIER, std::mem::take(&mut self.dossiers)).await?;
        tx.insert_many(PAPER, std::mem::take(&mut self.papers)).await?;
        tx.insert_many(STEP, std::mem::take(&mut self.steps)).await?;
        tx.insert_many(SUPPLEMENT, std::mem::take(&mut self.supplements)).await?;
        tx.insert_many(PAUSE, std::mem::take(&mut self.pauses)).await?;
        tx.insert_many(EXTENSION, std::mem::take(&mut self.extensions)).await?;
        tx.insert_many(OPINION, std::mem::take(&mut self.opinions)).await?;
        tx.insert_many(RESULT, std::mem::take(&mut self.results)).await?;
        tx.insert_many(FEE, std::mem::take(&mut self.fees)).await?;
        tx.insert_many(RETURN, std::mem::take(&mut self.returns)).await?;
        tx.insert_many(WORD, std::mem::take(&mut self.words)).await?;
        journal::append_past(&tx, std::mem::take(&mut self.entries)).await?;
        search::index_many(&tx, &std::mem::take(&mut self.docs)).await?;
        tx.commit().await
    }

    /// Writes the rest and lets numbering of ids, codes and registers go on where the made-up ones end.
    pub(super) async fn finish(mut self, app: &App) -> Result<()> {
        self.flush(app).await?;
        let tx = app.store.housekeeping().await?;
        tx.continue_ids("dossier").await?;
        let today: Day = app.clock.now().day();
        let (daily, year) = (format!(":{today}"), format!(":{}", today.year()));
        let rows: Vec<Vec<Value>> = self
            .sequences
            .into_iter()
            .filter(|(scope, _)| scope.ends_with(&daily) || scope.ends_with(&year))
            .map(|(scope, last)| vec![scope.into(), last.into()])
            .collect();
        tx.insert_many("INSERT INTO code_counter (scope, last)", rows).await?;
        tx.commit().await
    }
}
