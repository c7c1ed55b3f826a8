//! A dossier in the hands of a viewer: what they may do with it, and the page with the form of one deed.

use super::form::Draft;
use super::{
    Deed, Facts, apology, assign, correct, fee, open, opinion, papers, payment, process, receive, result,
    supplement, withdrawal,
};
use crate::one_stop::acts;
use crate::one_stop::pages::inbox::PATH;
use crate::one_stop::pages::{seen, standing};
use crate::one_stop::permissions::VIEW;
use crate::one_stop::rules::{self, DeadlineRules, Plan, State};
use crate::one_stop::store::{self, Dossier};
use axum::http::StatusCode;
use axum::response::Response;
use contracts::procedures::ProcedureVersion;
use kernel::Moment;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Refusal, Result};
use platform::http::{Submitted, redirect};
use platform::reads::What;
use std::sync::Arc;
use ui::Field;

/// Hidden field with the version that the page showed.
pub const SEEN: &str = "phien-ban";

/// A dossier that the viewer may see.
#[derive(Clone)]
pub struct Case {
    /// The request.
    pub ctx: Ctx,
    /// The dossier.
    pub dossier: Dossier,
    /// Its procedure.
    pub version: Arc<ProcedureVersion>,
    /// The rules of its receipt (or filing) day.
    pub rules: DeadlineRules,
    /// What decides which deeds are lawful.
    pub facts: Facts,
}

#[derive(askama::Template)]
#[template(path = "one_stop/pages/deeds/deed.html")]
struct View {
    page: ui::Page,
    head: ui::Head,
    due: ui::DueBox,
    about: ui::SummaryList,
    form: ui::Form,
}

/// How a form comes back: under which status, with what to tell that belongs to no field, and whether it may be sent again.
struct Answer {
    status: StatusCode,
    told: Vec<String>,
    again: bool,
}

impl Case {
    /// Takes a dossier; outside the viewer's scope it does not exist.
    pub async fn open(ctx: Ctx, id: i64) -> Result<Case> {
        let dossier = store::get(&ctx.app.store, id).await?;
        ctx.require(VIEW, dossier.agency_id)?;
        seen::note(&ctx, &dossier, What::Page).await?;
        Case::held(ctx, dossier).await
    }

    /// A dossier that the viewer has in hand already: what they filed or acted on just now.
    pub async fn held(ctx: Ctx, dossier: Dossier) -> Result<Case> {
        let version = acts::procedure_of(&ctx.app, &dossier).await?;
        let day = dossier.received().unwrap_or(Moment::from_micros(dossier.filed_at)).day();
        let rules = DeadlineRules::on(&ctx.app.profiles(), day)?;
        let facts = facts(&ctx, &dossier, &version, &rules).await?;
        Ok(Case { ctx, dossier, version, rules, facts })
    }

    /// Takes a dossier for a deed; without its right 403.
    pub async fn for_deed(ctx: Ctx, id: i64, deed: Deed) -> Result<Case> {
        let case = Case::open(ctx, id).await?;
        case.demand(deed)?;
        Ok(case)
    }

    /// Whether the viewer holds the right to a deed here.
    pub fn may(&self, deed: Deed) -> bool {
        let needed = deed.permissions(self.facts.step_role.as_deref());
        needed.into_iter().any(|p| self.ctx.may(p, self.dossier.agency_id))
    }

    /// Demands that right.
    pub fn demand(&self, deed: Deed) -> Result<()> {
        if self.may(deed) {
            return Ok(());
        }
        let needed = deed.permissions(self.facts.step_role.as_deref());
        Err(Error::NoRight(needed.first().map_or("one_stop", |p| p.0)))
    }

    /// What is lawful now and within the viewer's rights, what leads on first.
    pub fn deeds(&self) -> Vec<Deed> {
        Deed::ALL.into_iter().filter(|d| d.is_lawful(&self.facts) && self.may(*d)).collect()
    }

    /// The version that the sender's page showed; without one nothing may be changed.
    pub fn seen(&self, typed: &Submitted) -> Result<Option<i64>> {
        let seen = typed.text(SEEN).parse().map_err(|_| Refusal::new("form-broken").status(400))?;
        Ok(Some(seen))
    }

    /// The form of a deed with what was typed and what is wrong with it.
    pub async fn form(&self, deed: Deed, typed: &Submitted, errors: &FieldErrors) -> Result<ui::Form> {
        let draft = Draft { ctx: &self.ctx, typed, errors };
        let mut fields = self.fields(deed, &draft).await?;
        // A form shown again keeps the version it was filled under.
        let seen = typed.optional(SEEN).unwrap_or_else(|| self.dossier.version.to_string());
        fields.push(Field::hidden(SEEN, seen));
        let action = format!("{PATH}/{}/{}", self.dossier.id, deed.slug());
        let mut form = ui::Form::new(&ui::words(&self.ctx.locale), action, self.ctx.t(&deed.label()), fields);
        form.danger = deed.is_danger();
        form.multipart = deed.takes_files();
        Ok(form)
    }

    async fn fields(&self, deed: Deed, draft: &Draft<'_>) -> Result<Vec<Field>> {
        Ok(match deed {
            Deed::Receive => receive::fields(self, draft).await?,
            Deed::Refuse => receive::refuse_fields(draft)?,
            Deed::AskSupplement => supplement::fields(self, draft).await?,
            Deed::Supplement => supplement::answer_fields(self, draft).await?,
            Deed::Transfer | Deed::Step => open::end_fields(self, draft),
            Deed::Pay => vec![draft.note()],
            Deed::Papers => papers::fields(self, draft).await?,
            Deed::Collect => fee::fields(draft, self.version.body.fixed_fee()),
            Deed::Correct => correct::fields(self, draft).await?,
            Deed::Assign => assign::fields(self, draft).await?,
            Deed::Take => Vec::new(),
            Deed::AskPayment => payment::fields(draft),
            Deed::Extend => process::extend_fields(self, draft).await?,
            Deed::Apologise => apology::fields(self, draft).await?,
            Deed::AskOpinion => opinion::fields(self, draft).await?,
            Deed::Sign => result::sign_fields(self, draft).await?,
            Deed::Return => result::return_fields(self, draft).await?,
            Deed::AskWithdrawal | Deed::KeepOn => withdrawal::fields(draft),
            Deed::SendBack => process::send_back_fields(self, draft).await?,
            Deed::ConfirmWithdrawal => Vec::new(),
            Deed::Stop => supplement::stop_fields(draft),
        })
    }

    /// The page of the receipt with why it was refused, for what began at the counter.
    pub async fn refused(&self, refusal: &Refusal) -> Result<Response> {
        let args: Vec<(&str, String)> = refusal.args.iter().map(|(n, v)| (*n, v.clone())).collect();
        let refused = Answer {
            status: StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::CONFLICT),
            told: vec![self.ctx.tn(refusal.key, &args)],
            again: true,
        };
        self.draw(Deed::Receive, &Submitted::default(), &FieldErrors::new(), refused).await
    }

    /// The form again, with what was typed and what somebody else did meanwhile. It may be sent as it is: it stands under
    /// the version that is told of. Where the deed is not to be done any more, what was typed is there to be taken along.
    async fn overtaken(&self, deed: Deed, typed: &Submitted, changes: &[String]) -> Result<Response> {
        let dossier = store::get(&self.ctx.app.store, self.dossier.id).await?;
        let now = Case::held(self.ctx.clone(), dossier).await?;
        let again = deed.is_lawful(&now.facts) && now.may(deed);
        let key = if again { "one-stop-overtaken-again" } else { "one-stop-overtaken-gone" };
        let mut told =
            vec![format!("{} {}", self.ctx.t("ground-error-changed"), changes.join("; ")), self.ctx.t(key)];
        if !typed.uploads.is_empty() {
            told.push(self.ctx.t("one-stop-overtaken-files"));
        }
        let mut typed = Submitted { fields: typed.fields.clone(), uploads: Vec::new() };
        typed.fields.insert(SEEN.to_owned(), vec![now.dossier.version.to_string()]);
        let answer = Answer { status: StatusCode::CONFLICT, told, again };
        now.draw(deed, &typed, &FieldErrors::new(), answer).await
    }

    /// The page of a deed: what the dossier is, its promise, and the form.
    pub async fn page(&self, deed: Deed, typed: &Submitted, errors: &FieldErrors) -> Result<Response> {
        let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        self.draw(deed, typed, errors, Answer { status, told: Vec::new(), again: true }).await
    }

    async fn draw(
        &self,
        deed: Deed,
        typed: &Submitted,
        errors: &FieldErrors,
        answer: Answer,
    ) -> Result<Response> {
        let ctx = &self.ctx;
        let mut form = self.form(deed, typed, errors).await?;
        form.errors = answer.told;
        if !answer.again {
            form.submit.clear();
        }
        let back = format!("{PATH}/{}", self.dossier.id);
        form.secondary = Some(ui::Link::new(back.clone(), ctx.t("one-stop-back-to-dossier")));
        let title = ctx.t(&deed.label());
        let mut head = ui::Head::new(title.clone());
        head.caption = self.dossier.code.clone();
        head.tag = Some(standing::state_tag(&ctx.locale, self.facts.state));
        let about = ui::SummaryList::new(&form.words)
            .row(ctx.t("one-stop-head-owner"), self.dossier.owner_name.clone())
            .row(ctx.t("one-stop-head-procedure"), self.dossier.procedure_name.clone());
        let has_errors = form.has_errors();
        let mut page = ui::page(ctx, title)
            .with_crumb(PATH, ctx.t("one-stop-inbox-title"))
            .with_crumb(back, self.dossier.code.clone());
        if has_errors {
            page.title = format!("{} {}", page.words.error_prefix, page.title);
        }
        let due = standing::due_box(ctx, &self.dossier)?;
        ui::html_with(answer.status, &View { page, head, due, about, form })
    }

    /// What the page of a deed answers: back to the dossier, or its form again with what is wrong.
    pub async fn outcome<T>(&self, deed: Deed, typed: &Submitted, outcome: Result<T>) -> Result<Response> {
        match outcome {
            Ok(_) => self.done(deed),
            Err(Error::Invalid(errors)) => self.page(deed, typed, &errors).await,
            Err(Error::Changed(changes)) => self.overtaken(deed, typed, &changes).await,
            Err(other) => Err(other),
        }
    }

    /// Back to the dossier, saying what was done.
    pub fn done(&self, deed: Deed) -> Result<Response> {
        Ok(redirect(&format!("{PATH}/{}", self.dossier.id), Some(deed.done())))
    }
}

impl Case {
    /// Why a deed that the state allows is not lawful now, in the act's own words.
    fn why_not(&self, deed: Deed) -> Refusal {
        match (deed, self.dossier.due()) {
            (Deed::Extend, _) if self.dossier.extension_count >= self.rules.extension_max => {
                Refusal::new("one-stop-refused-extended-already")
            }
            (Deed::Extend, Some(due)) => {
                Refusal::new("one-stop-refused-extend-late").arg("day", self.rules.apology_by(due).vn())
            }
            (Deed::Extend, None) => Refusal::new("one-stop-refused-extend-no-promise"),
            (Deed::Apologise, _) => match &self.facts.late_letter {
                Err(refusal) => refusal.clone(),
                Ok(()) => Refusal::new("one-stop-refused-state"),
            },
            _ => Refusal::new("one-stop-refused-state"),
        }
    }
}

/// Shows the form of a deed; a deed the state does not allow is refused like the act itself.
pub async fn show(ctx: Ctx, id: i64, deed: Deed) -> Result<Response> {
    let case = Case::for_deed(ctx, id, deed).await?;
    if !deed.is_lawful(&case.facts) {
        deed.refused_by_state(&case.facts, &case.rules.grounds)?;
        return Err(case.why_not(deed).into());
    }
    case.page(deed, &Submitted::default(), &FieldErrors::new()).await
}

async fn facts(
    ctx: &Ctx,
    dossier: &Dossier,
    version: &ProcedureVersion,
    rules: &DeadlineRules,
) -> Result<Facts> {
    let state = dossier.state()?;
    let calendar = ctx.app.calendars().of(dossier.agency_id)?;
    let until = acts::applicant_until(&ctx.app.store, rules, &calendar, dossier.id, state).await?;
    let viewer = ctx.viewer.as_ref().map(|v| v.account_id);
    let mut step = (dossier.step_number, dossier.step_role.clone(), dossier.assignee_id);
    let mut last_step = Plan(&version.body.process).last();
    let (mut open, mut own_step) = (Vec::new(), None);
    if let Some(place) = open::place(ctx, dossier).await? {
        if let Some(own) = place.step.as_ref().filter(|_| place.open.len() > 1) {
            step = (own.number, Some(own.role.clone()), own.assignee_id);
        }
        own_step = place.step.as_ref().map(|own| own.id);
        // Of a flow it is not counted how many steps are left: a step is the last one, or it is not.
        last_step = if place.is_last() { step.0 } else { step.0 + 1 };
        open = place.open;
    }
    let (step, step_role, assignee) = step;
    Ok(Facts {
        state,
        received: dossier.received_at.is_some(),
        step,
        last_step,
        step_role,
        mine: viewer.is_some() && assignee == viewer,
        own: own_step,
        open,
        may_supplement: dossier.supplement_count < rules.supplement_max,
        extend_until: dossier
            .due()
            .filter(|_| dossier.extension_count < rules.extension_max)
            .map(|due| rules.apology_by(due)),
        late_letter: late_letter(ctx, dossier, state).await?,
        applicant_late: until.is_some_and(|until| until < ctx.today()),
        may_withdraw: rules.may_withdraw(dossier.received_at.is_some()),
        back_to: dossier.withdrawal_from.and_then(State::from_number).unwrap_or(State::Registered),
        today: ctx.today(),
    })
}

/// Whether a letter of apology may be sent after the promise has passed; the letters are read only where it has.
async fn late_letter(ctx: &Ctx, dossier: &Dossier, state: State) -> Result<std::result::Result<(), Refusal>> {
    let due = dossier.due();
    let passed = rules::late_letter(due, None, ctx.now);
    if passed.is_err() || !matches!(state, State::Received | State::Processing) {
        return Ok(passed);
    }
    let letters = store::late_letters(&ctx.app.store, dossier.id).await?;
    Ok(rules::late_letter(due, acts::told_late_by(&letters, dossier.due_at), ctx.now))
}
