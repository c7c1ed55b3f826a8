//! The port `contracts::desk::Desk`: the operations of this interface for one that others have drawn.

use super::acts::{self, ReceiveIn, SettleIn, StepIn};
use super::filing::{self, ApplicantIn, ChannelIn, DeliveryIn, FilingIn, GivenIn, OwnerIn, PaperIn, ProxyIn};
use super::view;
use crate::one_stop::pages::deeds::{Case, Deed, SEEN, correct};
use crate::one_stop::pages::{inbox_filters, standing};
use crate::one_stop::permissions::VIEW;
use crate::one_stop::rules::State;
use crate::one_stop::store::{self, DeskRow, Dossier, Left};
use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use contracts::desk::{
    Counted, DayCount, Desk, DeskCorrection, DeskDossier, DeskFiling, DeskLine, DeskPaper, DeskWork, Leaving,
    Order, Standing, Wanted,
};
use kernel::{Day, Moment};
use platform::Ctx;
use platform::api::types::{AgencyBrief, ById, FileIn};
use platform::error::{Error, FieldErrors, Result};
use platform::http::Query;
use platform::reads;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use std::sync::Arc;

struct Counter;

/// The port, for the server to wire.
pub fn port() -> Arc<dyn Desk> {
    Arc::new(Counter)
}

#[async_trait]
impl Desk for Counter {
    async fn list(&self, ctx: &Ctx, address: &'static str, wanted: &Wanted) -> Result<Vec<DeskLine>> {
        reads::note_list(ctx, VIEW, address).await?;
        rows(ctx, wanted).await?.into_iter().map(|row| line(ctx, row)).collect()
    }

    async fn one(&self, ctx: &Ctx, id: i64) -> Result<DeskDossier> {
        told(&Case::open(ctx.clone(), id).await?).await
    }

    async fn file(&self, ctx: &Ctx, filing: DeskFiling) -> Result<DeskDossier> {
        let body = body(ctx, filing).await?;
        told(&filing::filed(ctx.clone(), body).await?).await
    }

    async fn correct(&self, ctx: &Ctx, id: i64, correction: &DeskCorrection) -> Result<DeskDossier> {
        let case = Case::for_deed(ctx.clone(), id, Deed::Correct).await?;
        let (now, owner) = (&case.dossier, &correction.owner);
        if now.owner() == *owner && now.result_delivery == correction.delivery {
            return told(&case).await;
        }
        let mut typed = correct::standing(now)?;
        filing::put(&mut typed, SEEN, &now.version.to_string());
        filing::put(&mut typed, "ho-ten", &owner.name);
        filing::put(&mut typed, "so-giay-to", &owner.identity_number);
        filing::put(&mut typed, "dia-chi", &owner.address);
        filing::put(&mut typed, "dien-thoai", &owner.phone);
        filing::put(&mut typed, "thu-dien-tu", &owner.email);
        filing::put(&mut typed, "tra-ket-qua", &correction.delivery);
        filing::put(&mut typed, "ly-do", &correction.reason);
        let dossier =
            correct::corrected(&case, &typed).await.map_err(filing::in_our_names).map_err(acts::renamed)?;
        told(&Case::held(case.ctx, dossier).await?).await
    }

    async fn end_step(&self, ctx: &Ctx, id: i64, step: i64, work: &DeskWork) -> Result<DeskDossier> {
        let case = Case::open(ctx.clone(), id).await?;
        let deed = step_deed(&case).filter(|_| case.facts.step == step).ok_or(Error::NotFound)?;
        let (version, note, path) = (case.dossier.version, work.note.clone(), ById { id });
        let ctx = ctx.clone();
        match deed {
            Deed::Receive => {
                let body = ReceiveIn { version, papers: Vec::new(), verification: work.verification };
                acts::receive(ctx, path, body).await?;
            }
            Deed::Transfer => {
                acts::transfer(ctx, path, StepIn { version, step: None, result: None, note }).await?;
            }
            Deed::Step => {
                acts::step(ctx, path, StepIn { version, step: None, result: None, note }).await?;
            }
            _ => {
                // Whose right it is not need not know what would be missing.
                case.demand(Deed::Sign)?;
                acts::settle(ctx, path, signature(version, work)?).await?;
            }
        }
        let dossier = store::get(&case.ctx.app.store, id).await?;
        told(&Case::held(case.ctx, dossier).await?).await
    }

    async fn counts(&self, ctx: &Ctx, counted: &Counted) -> Result<Vec<DayCount>> {
        let found = store::left(&ctx.app.store, &ctx.scope(VIEW), counted).await?;
        found.into_iter().map(day_count).collect()
    }
}

async fn rows(ctx: &Ctx, wanted: &Wanted) -> Result<Vec<DeskRow>> {
    let mut list = store::every_dossier();
    list.within(&ctx.scope(VIEW), "d.agency_id");
    if let Some(code) = &wanted.procedure {
        list.and("d.procedure_code = ?", [code.clone().into()]);
    }
    if let Some(number) = &wanted.identity_number {
        // The index of words finds the few that may be meant; the number itself decides.
        let (sql, values) = store::word_begins(ctx.app.store.engine(), &store::plain_word(number));
        list.and(sql, values);
        list.and("d.owner_identity = ?", [number.clone().into()]);
    }
    if let Some(id) = wanted.dossier {
        list.and("d.id = ?", [id.into()]);
    }
    if let Some(account) = wanted.assignee {
        let (sql, values) = store::held_by(account);
        list.and(&sql, values);
    }
    if wanted.turn {
        let (sql, values) = inbox_filters::turn_condition(ctx);
        list.and("d.is_open AND d.state IN (1, 2, 4)", []);
        list.and(&sql, values);
    }
    let order = match wanted.order {
        Order::Filed => "nop",
        Order::Due => "han",
        Order::Number => "so",
    };
    let sign = if wanted.descending { "-" } else { "" };
    let query = Query(vec![("sap".to_owned(), format!("{sign}{order}"))]);
    list.skipping(&ctx.app.store, &query, (wanted.first, wanted.most)).await
}

fn line(ctx: &Ctx, row: DeskRow) -> Result<DeskLine> {
    let state = State::from_number(row.state)
        .ok_or_else(|| Error::fault(format!("dossier {}", row.id), format!("state {}", row.state)))?;
    Ok(DeskLine {
        id: row.id,
        code: row.code,
        procedure: row.procedure_code,
        procedure_name: row.procedure_name,
        procedure_version: row.procedure_version_id,
        owner_name: row.owner_name,
        standing: standing_of(state, row.outcome.as_deref()),
        state: ctx.t(state.key()),
        filed_at: Moment::from_micros(row.filed_at),
        step: row.step_number,
        turn: standing::turn(&ctx.locale, state, row.step_role.as_deref()),
        role: row.step_role.unwrap_or_else(|| "one_stop".to_owned()),
        assignee: row.assignee_id,
    })
}

fn standing_of(state: State, outcome: Option<&str>) -> Standing {
    match state {
        State::AwaitingSupplement => Standing::SentBack,
        State::NotAccepted | State::Stopped => Standing::Refused,
        State::Settled | State::Returned if outcome == Some("granted") => Standing::Granted,
        State::Settled | State::Returned => Standing::Refused,
        _ => Standing::Pending,
    }
}

/// The act that ends the current step; none while the agency is not to act, or to do something else than end a step.
fn step_deed(case: &Case) -> Option<Deed> {
    let ends = |deed: &Deed| matches!(deed, Deed::Receive | Deed::Transfer | Deed::Sign | Deed::Step);
    Deed::ALL.into_iter().filter(ends).find(|deed| deed.is_lawful(&case.facts))
}

async fn told(case: &Case) -> Result<DeskDossier> {
    let (ctx, dossier) = (&case.ctx, &case.dossier);
    let db = &ctx.app.store;
    let papers = store::papers(db, dossier.id).await?.into_iter().filter_map(|paper| paper.file_hash);
    let results = store::results(db, dossier.id).await?.into_iter().filter_map(|result| result.file_hash);
    let address = |hash: String| format!("{}/documents/{hash}", view::href(dossier.id));
    let answers: Json = serde_json::from_str(&dossier.form)?;
    let state = dossier.state()?;
    Ok(DeskDossier {
        line: line(ctx, row_of(dossier))?,
        agency: AgencyBrief::of(ctx, dossier.agency_id).code,
        applicant_kind: dossier.applicant_kind.clone(),
        owner: dossier.owner(),
        proxy: dossier.proxy()?,
        answers: answers.as_object().cloned().unwrap_or_default(),
        delivery: dossier.result_delivery.clone(),
        documents: papers.chain(results).map(address).collect(),
        ended: !state.is_open(),
        waits: step_deed(case).is_some(),
    })
}

fn row_of(dossier: &Dossier) -> DeskRow {
    DeskRow {
        id: dossier.id,
        code: dossier.code.clone(),
        procedure_code: dossier.procedure_code.clone(),
        procedure_name: dossier.procedure_name.clone(),
        procedure_version_id: dossier.procedure_version_id,
        owner_name: dossier.owner_name.clone(),
        state: dossier.state,
        outcome: dossier.outcome.clone(),
        filed_at: dossier.filed_at,
        step_number: dossier.step_number,
        step_role: dossier.step_role.clone(),
        assignee_id: dossier.assignee_id,
    }
}

/// A word of ours as the type that the interface reads; an error of its field where it is none.
fn word<T: DeserializeOwned>(field: &str, text: &str) -> Result<T> {
    serde_json::from_value(Json::String(text.to_owned())).map_err(|_| {
        let mut errors = FieldErrors::new();
        errors.add(field, "ground-api-field-choice");
        Error::Invalid(errors)
    })
}

/// The filing as a body of this interface, its papers with the bytes that were stored before.
async fn body(ctx: &Ctx, filing: DeskFiling) -> Result<FilingIn> {
    let mut papers = Vec::new();
    for paper in filing.papers {
        papers.push(paper_in(ctx, paper).await?);
    }
    let owner = filing.owner;
    // An interface without a place of its own for the questions before the form sends them among the answers.
    let (asked, form) = filing.answers.into_iter().partition::<Vec<_>, _>(|(key, _)| key.starts_with("dk-"));
    let said = |(key, answer): (String, Json)| Some((key.strip_prefix("dk-")?.to_owned(), answer.as_bool()?));
    Ok(FilingIn {
        procedure: filing.procedure,
        agency: filing.agency,
        channel: ChannelIn::Online,
        applicant: word::<ApplicantIn>("applicant", &filing.applicant_kind)?,
        owner: OwnerIn {
            name: owner.name,
            identity_number: owner.identity_number,
            address: owner.address,
            phone: owner.phone,
            email: owner.email,
        },
        proxy: filing.proxy.map(|proxy| ProxyIn {
            name: proxy.name,
            identity_number: proxy.identity_number,
            phone: proxy.phone,
        }),
        form: form.into_iter().collect(),
        eligibility: asked.into_iter().filter_map(said).collect(),
        term_case: filing.term_case,
        papers,
        shelf: Vec::new(),
        delivery: word::<DeliveryIn>("delivery", &filing.delivery)?,
    })
}

async fn paper_in(ctx: &Ctx, paper: DeskPaper) -> Result<PaperIn> {
    let (_, content) = ctx.app.files.get(&ctx.app.store, &paper.hash).await?;
    Ok(PaperIn {
        component: paper.component,
        given: GivenIn::Electronic,
        copies: Some(1),
        note: None,
        file: Some(FileIn { name: paper.name, content: BASE64.encode(content) }),
    })
}

fn signature(version: i64, work: &DeskWork) -> Result<SettleIn> {
    let Some(result) = &work.result else {
        let mut errors = FieldErrors::new();
        errors.add("result", "form-required");
        return Err(Error::Invalid(errors));
    };
    Ok(SettleIn {
        version,
        granted: result.granted,
        number: result.number.clone(),
        reason_code: result.reason_code.clone(),
        reason: result.reason.clone(),
        file: None,
        note_silence: false,
    })
}

fn day_count(left: Left) -> Result<DayCount> {
    let leaving = match left.how.as_str() {
        "granted" => Leaving::Granted,
        "stopped" => Leaving::Stopped,
        "sent_back" => Leaving::SentBack,
        _ => Leaving::Refused,
    };
    let on = left.day.parse::<Day>().map_err(|e| Error::fault("a day of the figures", e))?;
    Ok(DayCount { on, leaving, count: left.n })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_its_standing() {
        let all = State::ALL.map(|state| (state.number(), standing_of(state, Some("granted"))));
        let of = |wanted: Standing| {
            all.iter().filter(|(_, s)| *s == wanted).map(|(number, _)| *number).collect::<Vec<_>>()
        };
        assert_eq!(of(Standing::Pending), [1, 2, 4, 6, 7]);
        assert_eq!(of(Standing::SentBack), [5]);
        assert_eq!(of(Standing::Granted), [9, 10]);
        assert_eq!(of(Standing::Refused), [3, 8]);
        assert_eq!(standing_of(State::Settled, Some("refused")), Standing::Refused);
        assert_eq!(standing_of(State::Returned, None), Standing::Refused);
    }
}
