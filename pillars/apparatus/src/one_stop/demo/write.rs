//! Writing made-up lives in bulk: the same rows that acts write, many at a time.

use super::life::Life;
use super::{World, people};
use crate::one_stop::rules::{Plan, State};
use kernel::{CodeTemplate, Day, Moment};
use platform::error::{Error, Result};
use platform::journal::{self, PastEntry};
use platform::search::{self, SearchDoc};
use platform::store::ActorKind;
use platform::{Actor, App, Read};
use rand::Rng;
use rand::rngs::StdRng;
use sea_orm::Value;
use serde_json::json;
use std::collections::HashMap;

const DOSSIER: &str = "INSERT INTO dossier (id, code, tracking_key, idempotency_key, procedure_version_id, procedure_code, \
    procedure_name, field, agency_id, channel, applicant_kind, owner_name, owner_folded, owner_identity, owner_address, \
    owner_phone, owner_email, form, result_delivery, state, version, is_open, with_verification, filed_at, filed_on, \
    received_at, received_on, register_number, due_at, due_from_at, due_sort, due_steps, settled_at, settled_on, outcome, \
    ended_on, end_reason, returned_at, returned_on, returned_to, step_number, step_role, step_due_at, assignee_id, \
    supplement_count, extension_count, half_days, end_reason_code, due_on)";
const PAPER: &str = "INSERT INTO dossier_paper (dossier_id, component, name, given, copies, note)";
const STEP: &str = "INSERT INTO dossier_step (dossier_id, number, name, role, unit, started_at, due_at, ended_at, giver_name, \
    actor_id, actor_name)";
const SUPPLEMENT: &str = "INSERT INTO dossier_supplement (dossier_id, reason_code, content, asked_at, asked_on, answer_by_on, \
    guide_name, guide_phone, answered_at)";
const PAUSE: &str = "INSERT INTO dossier_pause (dossier_id, reason, from_at, to_at)";
const RESULT: &str = "INSERT INTO dossier_result (dossier_id, number, name, signer, signed_at)";

/// Reasons for supplements: code, what is missing, how often.
const REASONS: [(&str, &str, u32); 5] = [
    ("missing", "Thiếu một giấy tờ trong thành phần hồ sơ, xin nộp thêm.", 40),
    ("wrong_form", "Tờ khai dùng mẫu cũ, xin lập lại theo mẫu đang áp dụng.", 22),
    ("wrong_content", "Thông tin trên tờ khai không khớp giấy tờ tùy thân.", 18),
    ("not_certified", "Bản sao không đọc được, xin nộp bản sao chứng thực khác.", 12),
    ("expired", "Giấy tờ đã hết thời hạn, xin nộp giấy còn hạn.", 8),
];

/// The counted reason of a made-up refusal.
fn refusal_code(life: &Life) -> Option<&'static str> {
    match (life.state, life.settled, life.granted) {
        (State::NotAccepted, _, _) => Some("not_competent"),
        (_, Some(_), false) => Some("not_entitled"),
        _ => None,
    }
}

/// Rows waiting to be written together.
pub(super) struct Batch {
    next_id: i64,
    template: Vec<(Day, CodeTemplate)>,
    sequences: HashMap<String, i64>,
    dossiers: Vec<Vec<Value>>,
    papers: Vec<Vec<Value>>,
    steps: Vec<Vec<Value>>,
    supplements: Vec<Vec<Value>>,
    pauses: Vec<Vec<Value>>,
    results: Vec<Vec<Value>>,
    entries: Vec<PastEntry>,
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
            template: vec![(today, template)],
            sequences: HashMap::new(),
            dossiers: Vec::new(),
            papers: Vec::new(),
            steps: Vec::new(),
            supplements: Vec::new(),
            pauses: Vec::new(),
            results: Vec::new(),
            entries: Vec::new(),
            docs: Vec::new(),
        })
    }

    fn next(&mut self, scope: String) -> i64 {
        let last = self.sequences.entry(scope).or_insert(0);
        *last += 1;
        *last
    }

    pub(super) fn add(&mut self, app: &App, world: &World, life: &Life, rng: &mut StdRng) -> Result<()> {
        let id = self.next_id;
        self.next_id += 1;
        let body = &life.version.body;
        let day = life.filed.day();
        let daily = self.template.first().is_some_and(|(_, t)| t.is_daily());
        let scope = if daily {
            format!("code:{}:{day}", life.agency_id)
        } else {
            format!("code:{}:{}", life.agency_id, day.year())
        };
        let number = self.next(scope);
        let code = self
            .template
            .first()
            .map(|(_, t)| {
                t.write(&life.unit, &body.field.code, day, u64::try_from(number).unwrap_or(1))
                    .0
                    .to_uppercase()
            })
            .unwrap_or_default();
        let owner = people::person(rng, &life.agency);
        let register =
            life.received.map(|r| self.next(format!("register:{}:{}", life.agency_id, r.day().year())));
        let hands = Hands::of(world, life.agency_id);
        let calendar = app.calendars().of(life.agency_id)?;
        let plan = Plan(&body.process);
        let open_step = (life.state.is_open() && life.step > 0)
            .then(|| plan.step(life.step, life.received.unwrap_or(life.filed), &calendar))
            .flatten();
        let assignee = open_step.as_ref().and_then(|s| hands.by_role(s.role.code()).0);
        self.docs.push(SearchDoc {
            kind: "dossier",
            record_id: id,
            title: code.clone(),
            summary: format!("{} – {}", owner.name, body.name),
            href: format!("/ho-so/{id}"),
            words: format!("{} {}", owner.identity_number, owner.phone),
            agency_id: Some(life.agency_id),
        });
        self.journal(id, &code, life, &owner.name, &hands);
        self.details(id, life, &hands, &plan, &calendar, rng);
        let key: [u8; 16] = rng.random();
        let key: String = key.iter().map(|b| format!("{b:02x}")).collect();
        let on = |m: Option<Moment>| m.map(|m| m.day().to_string());
        let ended = matches!(life.state, State::NotAccepted).then(|| day.to_string());
        self.dossiers.push(vec![
            id.into(),
            code.into(),
            key.clone().into(),
            format!("demo-{id}").into(),
            life.version.id.into(),
            body.code.clone().into(),
            body.name.clone().into(),
            body.field.code.clone().into(),
            life.agency_id.into(),
            life.channel.code().into(),
            body.audience.first().cloned().unwrap_or_else(|| "citizen".to_owned()).into(),
            owner.name.clone().into(),
            kernel::text::fold(&owner.name).into(),
            owner.identity_number.into(),
            owner.address.into(),
            owner.phone.into(),
            owner.email.into(),
            "{}".into(),
            "counter".into(),
            life.state.number().into(),
            1i64.into(),
            life.state.is_open().into(),
            false.into(),
            life.filed.micros().into(),
            day.to_string().into(),
            life.received.map(Moment::micros).into(),
            on(life.received).into(),
            register.into(),
            life.due.map(Moment::micros).into(),
            life.due_from.map(Moment::micros).into(),
            life.due.map_or(i64::MAX, Moment::micros).into(),
            serde_json::to_string(&life.steps)?.into(),
            life.settled.map(Moment::micros).into(),
            on(life.settled).into(),
            life.settled.map(|_| if life.granted { "granted" } else { "refused" }).into(),
            ended.into(),
            (life.state == State::NotAccepted)
                .then_some("not_competent: Việc thuộc thẩm quyền cơ quan khác.")
                .into(),
            life.returned.map(Moment::micros).into(),
            on(life.returned).into(),
            life.returned.map(|_| owner.name).into(),
            life.step.into(),
            open_step.as_ref().map(|s| s.role.code()).into(),
            open_step.as_ref().and_then(|s| s.due_at).map(Moment::micros).into(),
            assignee.into(),
            i64::from(life.supplement.is_some()).into(),
            0i64.into(),
            life.half_days.into(),
            refusal_code(life).into(),
            on(life.due).into(),
        ]);
        Ok(())
    }

    fn details(
        &mut self,
        id: i64,
        life: &Life,
        hands: &Hands,
        plan: &Plan<'_>,
        calendar: &kernel::WorkingCalendar,
        rng: &mut StdRng,
    ) {
        for component in life.version.body.components.iter().take(6) {
            let given = if life.channel.code() == "online" { "electronic" } else { "original" };
            self.papers.push(vec![
                id.into(),
                component.key.clone().into(),
                component.name.clone().into(),
                given.into(),
                component.copies.into(),
                component.note.clone().into(),
            ]);
        }
        if let Some(received) = life.received {
            self.steps_of(id, life, hands, plan, calendar, received);
        }
        if let Some((asked, answered)) = life.supplement {
            let total: u32 = REASONS.iter().map(|r| r.2).sum();
            let mut left = rng.random_range(0..total);
            let reason = REASONS.iter().find(|r| match left.checked_sub(r.2) {
                Some(rest) => {
                    left = rest;
                    false
                }
                None => true,
            });
            if let Some((code, text, _)) = reason {
                self.supplements.push(vec![
                    id.into(),
                    (*code).into(),
                    (*text).into(),
                    asked.micros().into(),
                    asked.day().to_string().into(),
                    asked.day().plus_days(30).to_string().into(),
                    hands.by_role("one_stop").1.into(),
                    "0710 3 000 000".into(),
                    answered.map(Moment::micros).into(),
                ]);
                self.pauses.push(vec![
                    id.into(),
                    "supplement".into(),
                    asked.micros().into(),
                    answered.map(Moment::micros).into(),
                ]);
            }
        }
        if let Some(settled) = life.settled {
            let name = life.version.body.result.as_ref().map_or("Kết quả", |r| r.name.as_str());
            let signer = hands.by_role("leader").1;
            self.results.push(vec![
                id.into(),
                format!("{}/{}", id, settled.day().year()).into(),
                name.into(),
                signer.into(),
                settled.micros().into(),
            ]);
        }
    }

    fn steps_of(
        &mut self,
        id: i64,
        life: &Life,
        hands: &Hands,
        plan: &Plan<'_>,
        calendar: &kernel::WorkingCalendar,
        received: Moment,
    ) {
        let last = if life.settled.is_some() { plan.last() } else { life.step.min(plan.last()) };
        let end = life.settled.unwrap_or(received);
        let mut from = received;
        let mut giver = life.agency.clone();
        for number in 1..=last {
            let Some(step) = plan.step(number, from, calendar) else { break };
            let (actor, name) = hands.by_role(step.role.code());
            let share = (end.micros() - received.micros()).max(0) / last.max(1);
            let done = match life.settled {
                Some(settled) if number == last => Some(settled),
                Some(_) => Some(Moment::from_micros(from.micros() + share)),
                None if number < last => Some(from.plus_minutes(45)),
                None => None,
            };
            self.steps.push(vec![
                id.into(),
                number.into(),
                step.name.into(),
                step.role.code().into(),
                step.unit.into(),
                from.micros().into(),
                step.due_at.map(Moment::micros).into(),
                done.map(Moment::micros).into(),
                giver.clone().into(),
                done.and(actor).into(),
                done.map(|_| name.clone()).into(),
            ]);
            giver = name;
            from = done.unwrap_or(from);
        }
    }

    fn journal(&mut self, id: i64, code: &str, life: &Life, owner: &str, hands: &Hands) {
        let mut enter = |at: Moment, by: Actor, action: &'static str, after: serde_json::Value| {
            self.entries.push(PastEntry { at, by, slice: "one_stop", record: "dossier", id, action, after });
        };
        let applicant =
            Actor { kind: ActorKind::Public, account_id: None, name: owner.to_owned(), unit_id: None };
        let clerk = hands.actor("one_stop");
        let filed_by = if life.channel.code() == "online" { applicant } else { clerk.clone() };
        enter(
            life.filed,
            filed_by,
            "file",
            json!({"code": code, "procedure": life.version.body.code, "channel": life.channel.code(), "owner": owner}),
        );
        if life.state == State::NotAccepted {
            enter(life.filed.plus_minutes(25), clerk, "refuse_receipt", json!({"state": 3}));
            return;
        }
        let Some(received) = life.received else { return };
        enter(received, clerk.clone(), "receive", json!({"state": 2, "due_at": life.due}));
        if let Some((asked, answered)) = life.supplement {
            enter(asked, hands.actor("specialist"), "ask_supplement", json!({"state": 5}));
            if let Some(answered) = answered {
                enter(answered, clerk.clone(), "supplement", json!({"state": 4}));
            }
        }
        if let Some(settled) = life.settled {
            enter(
                settled,
                hands.actor("leader"),
                "settle",
                json!({"state": 9, "outcome": if life.granted { "granted" } else { "refused" }}),
            );
        }
        if let Some(returned) = life.returned {
            enter(returned, clerk, "return_result", json!({"state": 10}));
        }
    }

    pub(super) async fn flush(&mut self, app: &App) -> Result<()> {
        let tx = app.store.write(&Actor::system()).await?;
        tx.insert_many(DOSSIER, std::mem::take(&mut self.dossiers)).await?;
        tx.insert_many(PAPER, std::mem::take(&mut self.papers)).await?;
        tx.insert_many(STEP, std::mem::take(&mut self.steps)).await?;
        tx.insert_many(SUPPLEMENT, std::mem::take(&mut self.supplements)).await?;
        tx.insert_many(PAUSE, std::mem::take(&mut self.pauses)).await?;
        tx.insert_many(RESULT, std::mem::take(&mut self.results)).await?;
        journal::append_past(&tx, std::mem::take(&mut self.entries)).await?;
        search::index_many(&tx, &std::mem::take(&mut self.docs)).await?;
        tx.commit().await
    }

    /// Writes the rest and lets numbering of ids, codes and registers go on where the made-up ones end.
    pub(super) async fn finish(mut self, app: &App) -> Result<()> {
        self.flush(app).await?;
        let tx = app.store.housekeeping().await?;
        tx.continue_ids("dossier").await?;
        let today = app.clock.now().day();
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

/// Who works at an agency, by role; a made-up name where the demo has no account.
struct Hands {
    people: Vec<(&'static str, Option<i64>, String)>,
    agency_id: i64,
}

impl Hands {
    fn of(world: &World, agency: i64) -> Hands {
        let people =
            [("one_stop", "clerk"), ("specialist", "specialist"), ("head", "head"), ("leader", "leader")]
                .into_iter()
                .map(|(step_role, role)| match world.staff.get(&(role, agency)) {
                    Some(holder) => (step_role, Some(holder.account_id), holder.name.clone()),
                    None => (step_role, None, "Cán bộ phụ trách".to_owned()),
                })
                .collect();
        Hands { people, agency_id: agency }
    }

    fn by_role(&self, role: &str) -> (Option<i64>, String) {
        self.people
            .iter()
            .find(|(r, _, _)| *r == role)
            .map_or((None, "Cán bộ phụ trách".to_owned()), |(_, id, name)| (*id, name.clone()))
    }

    fn actor(&self, role: &str) -> Actor {
        let (account_id, name) = self.by_role(role);
        Actor { kind: ActorKind::Staff, account_id, name, unit_id: Some(self.agency_id) }
    }
}
