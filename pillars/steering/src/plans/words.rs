//! Names of the programme's fields, items and measures for choices and tables; days, spans and standings in words.

use super::rules::{self, PlanStanding, Span, Standing, State};
use super::store::plans::Plan;
use super::store::tasks::Task;
use contracts::programme::{Item, Programmes};
use kernel::{Day, Dong};
use platform::Ctx;
use platform::error::Result;
use std::sync::Arc;
use ui::{Cell, Tag, Tone};

/// What the programme calls things.
#[derive(Debug, Default)]
pub struct Names {
    /// (code, name) of its fields.
    pub fields: Vec<(String, String)>,
    /// Its items.
    pub items: Vec<Item>,
    /// (code, name, address) of the measures.
    pub measures: Vec<(String, String, String)>,
}

impl Names {
    /// Reads them; none where no programme is there.
    pub async fn read(ctx: &Ctx) -> Result<Names> {
        let Ok(port) = ctx.app.port::<Arc<dyn Programmes>>() else { return Ok(Names::default()) };
        let Some(programme) = port.current(&ctx.app).await? else { return Ok(Names::default()) };
        let pick = |vi: &str, en: &str| ctx.locale.pick(vi, en).to_owned();
        Ok(Names {
            fields: programme.fields.iter().map(|f| (f.code.clone(), pick(&f.name, &f.name_en))).collect(),
            measures: programme
                .measures
                .iter()
                .map(|m| (m.code.clone(), pick(&m.name, &m.name_en), format!("/muc-tieu/{}", m.slug)))
                .collect(),
            items: port.items(&ctx.app).await?,
        })
    }

    /// A field by its code, as "II.3 Cải cách thủ tục hành chính".
    pub fn field(&self, code: &str) -> String {
        let name = self.fields.iter().find(|(c, _)| c == code).map(|(_, n)| n.as_str());
        name.map_or_else(|| code.to_owned(), |name| format!("{code} {name}"))
    }

    /// An item with the way to its page.
    pub fn item(&self, ctx: &Ctx, code: &str) -> Cell {
        match self.items.iter().find(|i| i.code == code) {
            Some(item) => {
                let title = ctx.locale.pick(&item.title, &item.title_en);
                Cell::link(item.href.clone(), format!("{code} {title}"))
            }
            None => Cell::from(code),
        }
    }

    /// A measure with the way to its page.
    pub fn measure(&self, code: &str) -> Cell {
        match self.measures.iter().find(|(c, ..)| c == code) {
            Some((_, name, href)) => Cell::link(href.clone(), name.clone()),
            None => Cell::from(code),
        }
    }
}

/// An ISO day as on paper.
pub fn vn(day: &str) -> String {
    day.parse::<Day>().map(Day::vn).unwrap_or_default()
}

/// A day as a cell that sorts.
pub fn day_cell(day: &str) -> Cell {
    if day.is_empty() { Cell::Empty } else { Cell::moment(day, vn(day)) }
}

/// A span of a year in words: "Năm 2013", "6 tháng đầu năm 2013".
pub fn span(ctx: &Ctx, span: Span, year: i64) -> String {
    ctx.tn(&format!("plans-span-{}", span.code()), &[("year", year.to_string())])
}

/// What a plan is called on a screen.
pub fn title(ctx: &Ctx, plan: &Plan) -> Result<String> {
    let agency = ctx.app.directory().short_name(plan.agency_id).to_owned();
    Ok(ctx.tn("plans-title-of", &[("span", span(ctx, plan.span()?, plan.year)), ("agency", agency)]))
}

/// The state of a plan as a tag; one in force that is amended says so.
pub fn state(ctx: &Ctx, plan: &Plan) -> Result<Tag> {
    let state = plan.state()?;
    if plan.is_amended() && state == State::Draft {
        return Ok(Tag::new(ctx.t("plans-state-amending"), Tone::Accent));
    }
    let tone = match state {
        State::Draft => Tone::Neutral,
        State::Submitted => Tone::Info,
        State::Returned => Tone::Warn,
        State::Approved => Tone::Good,
    };
    Ok(Tag::new(state_word(ctx, state), tone))
}

/// A state in words.
pub fn state_word(ctx: &Ctx, state: State) -> String {
    ctx.t(&format!("plans-state-{}", state.code()))
}

/// Where an agency stands with its plan, as a tag.
pub fn plan_standing(ctx: &Ctx, standing: PlanStanding) -> Tag {
    let tone = match standing {
        PlanStanding::Overdue => Tone::Bad,
        PlanStanding::Owed => Tone::Neutral,
        PlanStanding::Returned | PlanStanding::ApprovedLate => Tone::Warn,
        PlanStanding::Waiting => Tone::Info,
        PlanStanding::Approved => Tone::Good,
    };
    Tag::new(ctx.t(&format!("plans-standing-{}", standing.code())), tone)
}

/// Where a task stands, in words.
pub fn standing_word(ctx: &Ctx, standing: Standing) -> String {
    ctx.t(&format!("plans-task-{}", standing.code()))
}

/// Where a task stands, as a tag with the days it is or was late.
pub fn standing(ctx: &Ctx, task: &Task) -> Tag {
    let facts = task.facts();
    let standing = rules::standing(&facts, ctx.today());
    let tone = match standing {
        Standing::Overdue => Tone::Bad,
        Standing::UnderWay => Tone::Info,
        Standing::NotBegun | Standing::Stopped => Tone::Neutral,
        Standing::DoneLate => Tone::Warn,
        Standing::Done => Tone::Good,
        Standing::Carried => Tone::Accent,
    };
    let word = standing_word(ctx, standing);
    match rules::days_late(&facts, ctx.today()) {
        Some(days) => {
            let args = [("standing", word), ("days", days.to_string())];
            Tag::new(ctx.tn("plans-task-by-days", &args), tone)
        }
        None => Tag::new(word, tone),
    }
}

/// Money with its source, or that none is needed.
pub fn money(ctx: &Ctx, amount: i64, source: &str) -> String {
    if amount == 0 {
        return ctx.t("plans-money-none");
    }
    format!("{} ({})", ctx.locale.dong(Dong(amount)), source_word(ctx, source))
}

/// A source in words.
pub fn source_word(ctx: &Ctx, source: &str) -> String {
    ctx.t(&format!("plans-source-{source}"))
}

/// Short names of agencies, by comma.
pub fn agencies(ctx: &Ctx, ids: &[i64]) -> String {
    let directory = ctx.app.directory();
    ids.iter().map(|id| directory.short_name(*id)).filter(|n| !n.is_empty()).collect::<Vec<_>>().join(", ")
}

/// Per cent of the tasks done, in words.
pub fn percent(ctx: &Ctx, value: Option<f64>) -> String {
    value.map(|v| ctx.locale.digits().percent(v)).unwrap_or_default()
}
