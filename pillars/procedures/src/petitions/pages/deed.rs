//! POST /phan-anh-kien-nghi/{id}/{act}: one act on a petition; a form with errors shows itself again on the record.

use super::super::acts::{self, Answering, Deed};
use super::super::rules::state::Act;
use super::super::rules::words::{Criterion, Ground, Outcome};
use super::super::slice::{HANDLE, PUBLISH};
use super::super::store::{self, Petition};
use super::record::{offered, page};
use super::{REGISTER, choices, say, with_first};
use axum::extract::Path;
use axum::response::Response;
use platform::directory::AgencyRef;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Submitted, redirect};
use platform::{Ctx, staff};
use serde_json::{Map, Value as Json};
use ui::{Choice, Field, Form};

/// Longest note and answer.
const NOTE_MAX: usize = 2000;
const ANSWER_MAX: usize = 8000;

/// What a criterion comes to.
const JUDGED: [&str; 3] = ["met", "unmet", "none"];

/// The act.
pub async fn submit(ctx: Ctx, Path((id, act)): Path<(i64, String)>, typed: Submitted) -> Result<Response> {
    let act = Act::from_code(&act).ok_or(Error::NotFound)?;
    let petition = for_act(&ctx, id, act).await?;
    match done(&ctx, &petition, act, &typed).await {
        Err(Error::Invalid(errors)) => return page(&ctx, &petition, Some(act), &typed, &errors).await,
        other => other?,
    }
    // Handed on, it may be out of sight.
    let still = store::by_id(&ctx.app.store, id).await?;
    let to = if offered(&ctx, &still).is_empty() && act == Act::Transfer {
        REGISTER.to_owned()
    } else {
        format!("{REGISTER}/{id}")
    };
    Ok(redirect(&to, Some("petitions-flash-done")))
}

/// A petition, for who may do an act on it.
pub async fn for_act(ctx: &Ctx, id: i64, act: Act) -> Result<Petition> {
    let petition = store::by_id(&ctx.app.store, id).await?;
    ctx.require(if act == Act::Publish { PUBLISH } else { HANDLE }, petition.agency_id)?;
    Ok(petition)
}

/// Does an act of the staff as it was typed.
pub async fn done(ctx: &Ctx, petition: &Petition, act: Act, typed: &Submitted) -> Result<()> {
    // Who saw an older state is told what it is now.
    if let Ok(version) = typed.text("phien_ban").parse::<i64>()
        && version != petition.version
    {
        return Err(Error::Changed(vec![say(ctx, "state", &petition.state)]));
    }
    let mut errors = FieldErrors::new();
    match act {
        Act::Answer => {
            let answering = answering(typed, &mut errors);
            match answering.filter(|_| errors.is_empty()) {
                Some(answering) => acts::answer(&ctx.app, &ctx.actor(), petition.clone(), &answering).await,
                None => Err(Error::Invalid(errors)),
            }
        }
        Act::Publish => {
            let question = typed.required(&mut errors, "cau_hoi", NOTE_MAX);
            let text = typed.required(&mut errors, "tra_loi", ANSWER_MAX);
            for (field, words) in [("cau_hoi", &question), ("tra_loi", &text)] {
                if acts::gives_away(petition, words) {
                    errors.add(field, "petitions-refused-personal");
                }
            }
            errors.check()?;
            acts::publish(&ctx.app, &ctx.actor(), petition.clone(), &question, &text).await
        }
        Act::Complete | Act::Reopen => Err(Error::NotFound),
        _ => {
            let deed = deed(ctx, (petition, act), typed, &mut errors).await?;
            errors.check()?;
            acts::do_act(&ctx.app, &ctx.actor(), petition.clone(), act, &deed).await
        }
    }
}

fn answering(typed: &Submitted, errors: &mut FieldErrors) -> Option<Answering> {
    let mut criteria = Map::new();
    for criterion in Criterion::ALL {
        let field = format!("tieu_chi.{}", criterion.code());
        let found = typed.text(&field);
        if JUDGED.contains(&found) {
            criteria.insert(criterion.code().to_owned(), Json::String(found.to_owned()));
        } else {
            errors.add(field, "petitions-error-choose");
        }
    }
    let outcome = Outcome::from_code(typed.text("ket_qua"));
    if outcome.is_none() {
        errors.add("ket_qua", "petitions-error-choose");
    }
    let text = typed.required(errors, "tra_loi", ANSWER_MAX);
    Some(Answering { outcome: outcome?, criteria: Json::Object(criteria).to_string(), text })
}

async fn deed(
    ctx: &Ctx,
    (petition, act): (&Petition, Act),
    typed: &Submitted,
    errors: &mut FieldErrors,
) -> Result<Deed> {
    let must_say = matches!(act, Act::Guide | Act::Gather | Act::Refuse | Act::Transfer);
    let note = if must_say {
        typed.required(errors, "ghi_chu", NOTE_MAX)
    } else {
        typed.at_most(errors, "ghi_chu", NOTE_MAX)
    };
    let mut deed = Deed { note, ..Deed::default() };
    match act {
        Act::Transfer => {
            let open = receivers(ctx, petition).await?;
            deed.to = open.iter().find(|a| a.code == typed.text("den")).map(|a| a.id);
            if deed.to.is_none() {
                errors.add("den", "petitions-error-choose");
            }
        }
        Act::Refuse => {
            deed.ground = Ground::from_code(typed.text("can_cu"));
            if deed.ground.is_none() {
                errors.add("can_cu", "petitions-error-choose");
            }
        }
        Act::PassOn => deed.passed_to = typed.required(errors, "noi_nhan", 300),
        Act::Merge => {
            let code = typed.required(errors, "voi", 40).to_uppercase();
            let with = store::by_code(&ctx.app.store, &code).await?;
            // A code of another agency's petition is not told apart from one that does not exist.
            deed.with = with.filter(|w| ctx.may(HANDLE, w.agency_id)).map(|w| w.id);
            if deed.with.is_none() && !code.is_empty() {
                errors.add("voi", "petitions-error-no-such");
            }
        }
        _ => {}
    }
    Ok(deed)
}

/// The form of an act.
pub(super) async fn form(
    ctx: &Ctx,
    p: &Petition,
    act: Act,
    typed: &Submitted,
    errors: &FieldErrors,
) -> Result<Form> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let note = Field::textarea("ghi_chu", ctx.t("petitions-field-note"), 4)
        .hint(ctx.t("petitions-field-note-hint"))
        .value(typed.text("ghi_chu"))
        .error(error("ghi_chu"));
    let choose = |kind: &str, codes: Vec<&'static str>, chosen: &str| {
        with_first(ctx.t("petitions-choose"), chosen.is_empty(), choices(ctx, kind, codes, chosen))
    };
    let fields = match act {
        Act::Guide | Act::Gather => vec![note],
        Act::Transfer => vec![
            Field::select("den", ctx.t("petitions-field-to"), agencies(ctx, p, typed.text("den")).await?)
                .error(error("den")),
            note,
        ],
        Act::Refuse => {
            let grounds = Ground::ALL.iter().map(|g| g.code()).collect();
            vec![
                Field::select(
                    "can_cu",
                    ctx.t("petitions-field-ground"),
                    choose("ground", grounds, typed.text("can_cu")),
                )
                .error(error("can_cu")),
                note,
            ]
        }
        Act::PassOn => vec![
            Field::text("noi_nhan", ctx.t("petitions-field-passed-to"))
                .hint(ctx.t("petitions-field-passed-to-hint"))
                .value(typed.text("noi_nhan"))
                .error(error("noi_nhan")),
            note.optional(),
        ],
        Act::Merge => vec![
            Field::text("voi", ctx.t("petitions-field-with"))
                .hint(ctx.t("petitions-field-with-hint"))
                .value(typed.text("voi"))
                .error(error("voi")),
            note.optional(),
        ],
        Act::Answer => judgement(ctx, typed, errors),
        Act::Publish => publication(ctx, p, typed, errors).await?,
        Act::Receive | Act::TakeUp | Act::File | Act::Complete | Act::Reopen => vec![note.optional()],
    };
    let action = format!("{REGISTER}/{}/{}", p.id, act.code());
    let mut form = Form::new(&ui::words(&ctx.locale), action, say(ctx, "act", act.code()), fields)
        .with_secondary(format!("{REGISTER}/{}", p.id), ctx.t("petitions-cancel"));
    form.danger = act == Act::Refuse;
    form.hidden = vec![("phien_ban".to_owned(), p.version.to_string())];
    Ok(form)
}

/// The agencies it can be handed to: others where somebody handles petitions.
async fn receivers(ctx: &Ctx, p: &Petition) -> Result<Vec<AgencyRef>> {
    let mut all = staff::takers(&ctx.app, HANDLE, ctx.today()).await?;
    all.retain(|a| a.id != p.agency_id);
    Ok(all)
}

async fn agencies(ctx: &Ctx, p: &Petition, chosen: &str) -> Result<Vec<Choice>> {
    let others = receivers(ctx, p).await?;
    let others = others.iter().map(|a| Choice::new(&a.code, &a.name, a.code == chosen)).collect();
    Ok(with_first(ctx.t("petitions-choose"), chosen.is_empty(), others))
}

/// The six criteria, the outcome, the answer.
fn judgement(ctx: &Ctx, typed: &Submitted, errors: &FieldErrors) -> Vec<Field> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let mut fields: Vec<Field> = Criterion::ALL
        .iter()
        .map(|criterion| {
            let name = format!("tieu_chi.{}", criterion.code());
            let offered = choices(ctx, "judged", JUDGED, typed.text(&name));
            Field::radios(&name, say(ctx, "criterion", criterion.code()), offered).error(error(&name))
        })
        .collect();
    let outcomes = choices(ctx, "outcome", Outcome::ALL.iter().map(|o| o.code()), typed.text("ket_qua"));
    fields.push(Field::radios("ket_qua", ctx.t("petitions-field-outcome"), outcomes).error(error("ket_qua")));
    fields.push(
        Field::textarea("tra_loi", ctx.t("petitions-field-answer"), 8)
            .hint(ctx.t("petitions-field-answer-hint"))
            .value(typed.text("tra_loi"))
            .error(error("tra_loi")),
    );
    fields
}

/// Question and answer as they will be published, beginning with the latest answer. The question is written anew: the person's
/// own words tell who they are in more ways than can be searched for.
async fn publication(ctx: &Ctx, p: &Petition, typed: &Submitted, errors: &FieldErrors) -> Result<Vec<Field>> {
    let answers = store::answers_of(&ctx.app.store, p.id).await?;
    let latest = answers.first().map(|a| a.text.clone()).unwrap_or_default();
    let typed_text = typed.fields.contains_key("tra_loi").then(|| typed.text("tra_loi").to_owned());
    Ok(vec![
        Field::textarea("cau_hoi", ctx.t("petitions-head-question"), 5)
            .hint(ctx.t("petitions-field-public-hint"))
            .value(typed.text("cau_hoi"))
            .error(ui::field_error(ctx, errors, "cau_hoi")),
        Field::textarea("tra_loi", ctx.t("petitions-field-answer"), 8)
            .value(typed_text.unwrap_or(latest))
            .error(ui::field_error(ctx, errors, "tra_loi")),
    ])
}
