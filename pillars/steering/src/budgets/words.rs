//! What stands of budgets on a screen: states, steps, sources and tiers in words, days, amounts, names of cost items and fields.

use super::rules::{Punctual, State};
use super::store::budgets::Budget;
use super::store::items::Item;
use contracts::programme::{Item as ProgrammeItem, Programmes};
use kernel::{Day, Dong};
use platform::error::Result;
use platform::{App, Ctx};
use std::sync::Arc;
use ui::{Cell, Tag, Tone};

/// An ISO day as on paper.
pub fn vn(day: &str) -> String {
    day.parse::<Day>().map(Day::vn).unwrap_or_default()
}

/// A day as a cell that sorts.
pub fn day_cell(day: Option<&str>) -> Cell {
    day.map_or(Cell::Empty, |day| Cell::moment(day, vn(day)))
}

/// An amount in words.
pub fn dong(ctx: &Ctx, amount: i64) -> String {
    ctx.locale.dong(Dong(amount))
}

/// An amount as a figure of a table whose heading says that it is đồng.
pub fn sum(amount: i64) -> Cell {
    Cell::number(kernel::vi_integer(amount))
}

/// A share in per cent, or nothing.
pub fn percent(ctx: &Ctx, value: Option<f64>) -> String {
    value.map(|v| ctx.locale.digits().percent(v)).unwrap_or_default()
}

/// What a budget is called on a screen.
pub fn title(ctx: &Ctx, budget: &Budget) -> String {
    let agency = ctx.app.directory().short_name(budget.agency_id).to_owned();
    ctx.tn("budgets-title-of", &[("year", budget.year.to_string()), ("agency", agency)])
}

/// A state in words.
pub fn state_word(ctx: &Ctx, state: State) -> String {
    ctx.t(&format!("budgets-state-{}", state.code()))
}

/// Where a budget stands, as a tag; on its way it says with whom.
pub fn state(ctx: &Ctx, budget: &Budget) -> Result<Tag> {
    let state = budget.state()?;
    let tone = match state {
        State::Draft => Tone::Neutral,
        State::Underway | State::Settling => Tone::Info,
        State::Returned => Tone::Warn,
        State::Decided => Tone::Accent,
        State::Allocated | State::Settled => Tone::Good,
    };
    if state == State::Underway {
        let agency = ctx.app.directory().short_name(budget.holder_id).to_owned();
        let args = [("step", step(ctx, &budget.step)), ("agency", agency)];
        return Ok(Tag::new(ctx.tn("budgets-state-at", &args), tone));
    }
    Ok(Tag::new(state_word(ctx, state), tone))
}

/// A step in words; "" is the agency itself.
pub fn step(ctx: &Ctx, code: &str) -> String {
    if code.is_empty() { ctx.t("budgets-step-own") } else { ctx.t(&format!("budgets-step-{code}")) }
}

/// A source in words.
pub fn source(ctx: &Ctx, code: &str) -> String {
    ctx.t(&format!("budgets-source-{code}"))
}

/// A tier in words.
pub fn tier(ctx: &Ctx, code: &str) -> String {
    ctx.t(&format!("budgets-tier-{code}"))
}

/// Whether a day was kept, as a tag.
pub fn punctual(ctx: &Ctx, punctual: Punctual) -> Tag {
    let tone = match punctual {
        Punctual::InTime => Tone::Good,
        Punctual::DoneLate => Tone::Warn,
        Punctual::Late => Tone::Bad,
        Punctual::Open => Tone::Neutral,
    };
    Tag::new(ctx.t(&format!("budgets-punctual-{}", punctual.code())), tone)
}

/// The name of a cost item.
pub fn item_name(ctx: &Ctx, item: &Item) -> String {
    ctx.locale.pick(&item.name_vi, &item.name_en).to_owned()
}

/// The name of a cost item by its code, among those known.
pub fn item(ctx: &Ctx, items: &[Item], code: &str) -> String {
    items.iter().find(|i| i.code == code).map_or_else(|| code.to_owned(), |i| item_name(ctx, i))
}

/// What the programme calls its fields and items.
#[derive(Debug, Default)]
pub struct Names {
    /// (code, name) of its fields.
    pub fields: Vec<(String, String)>,
    /// Its items.
    pub items: Vec<ProgrammeItem>,
}

impl Names {
    /// Reads them; none where no programme is there.
    pub async fn read(ctx: &Ctx) -> Result<Names> {
        let Some(port) = port(&ctx.app) else { return Ok(Names::default()) };
        let Some(programme) = port.current(&ctx.app).await? else { return Ok(Names::default()) };
        let fields = programme.fields.iter();
        Ok(Names {
            fields: fields
                .map(|f| (f.code.clone(), ctx.locale.pick(&f.name, &f.name_en).to_owned()))
                .collect(),
            items: port.items(&ctx.app).await?,
        })
    }

    /// A field by its code, as "II.3 Cải cách thủ tục hành chính".
    pub fn field(&self, code: &str) -> String {
        let name = self.fields.iter().find(|(c, _)| c == code).map(|(_, n)| n.as_str());
        name.map_or_else(|| code.to_owned(), |name| format!("{code} {name}"))
    }

    /// An item of the programme by its code, with the beginning of its title.
    pub fn item(&self, ctx: &Ctx, code: &str) -> String {
        let found = self.items.iter().find(|i| i.code == code);
        found.map_or_else(
            || code.to_owned(),
            |i| {
                let title: String = ctx.locale.pick(&i.title, &i.title_en).chars().take(90).collect();
                format!("{code} {title}")
            },
        )
    }
}

fn port(app: &App) -> Option<Arc<dyn Programmes>> {
    app.port::<Arc<dyn Programmes>>().ok()
}
