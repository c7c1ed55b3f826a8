//! The inbox's filters: from the address to conditions that the indexes of `dossier` can answer, and to the fields shown.

use crate::one_stop::permissions::{APPRAISE, PROCESS, RECEIVE, SIGN, VIEW};
use crate::one_stop::rules::State;
use crate::one_stop::store;
use contracts::procedures::Catalogue;
use kernel::Day;
use platform::directory::AgencyRef;
use platform::error::Result;
use platform::http::Query;
use platform::list::ListQuery;
use platform::{Ctx, Scope};
use sea_orm::Value;
use std::collections::BTreeMap;
use std::sync::Arc;
use ui::{Choice, Filter};

/// Which dossiers the inbox is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// All open ones.
    Open,
    /// Open, and the viewer's role is to act.
    Turn,
    /// Open, and given to the viewer.
    Own,
    /// Settled, the result not handed over.
    Returning,
    /// Ended.
    Closed,
}

impl Group {
    /// In the order of the tabs.
    pub const ALL: [Group; 5] = [Group::Open, Group::Turn, Group::Own, Group::Returning, Group::Closed];

    /// Word in the address.
    pub fn slug(self) -> &'static str {
        match self {
            Group::Open => "",
            Group::Turn => "luot-toi",
            Group::Own => "cua-toi",
            Group::Returning => "cho-tra",
            Group::Closed => "da-dong",
        }
    }

    /// The one asked for by `nhom=`.
    pub fn of(query: &Query) -> Group {
        let asked = query.get("nhom").unwrap_or_default();
        Group::ALL.into_iter().find(|g| g.slug() == asked).unwrap_or(Group::Open)
    }

    fn is_open(self) -> bool {
        matches!(self, Group::Open | Group::Turn | Group::Own)
    }

    fn states(self) -> &'static [State] {
        match self {
            Group::Open | Group::Turn | Group::Own => &[
                State::Registered,
                State::Received,
                State::Processing,
                State::AwaitingSupplement,
                State::AwaitingPayment,
                State::WithdrawalAsked,
            ],
            Group::Returning => &[],
            Group::Closed => &[State::Returned, State::NotAccepted, State::Stopped],
        }
    }
}

/// The list under the filters of the address.
pub fn list(ctx: &Ctx, query: &Query) -> Result<ListQuery<'static>> {
    let group = Group::of(query);
    let typed = query.get("q").map(Typed::of);
    let by_owner = matches!(typed, Some(Typed::Owner(_)));
    let mut list = match group {
        Group::Closed => store::inbox_closed(by_owner),
        Group::Returning => store::inbox_returning(),
        _ => store::inbox_open(by_owner),
    };
    list.within(&ctx.scope(VIEW), "d.agency_id");
    match group {
        Group::Turn => turn(ctx, &mut list),
        Group::Own => {
            let (sql, values) = store::held_by(ctx.viewer()?.account_id);
            list.and(&sql, values);
        }
        Group::Closed if typed.is_none() => {
            let year = year(ctx, query);
            list.and("d.filed_at >= ?", [first_of(year).micros().into()]);
            list.and("d.filed_at < ?", [first_of(year + 1).micros().into()]);
        }
        _ => {}
    }
    by_typed(ctx, query, &mut list);
    for (name, column) in
        [("linh-vuc", "d.field = ?"), ("thu-tuc", "d.procedure_code = ?"), ("kenh", "d.channel = ?")]
    {
        if let Some(value) = query.get(name) {
            list.and(column, [value.into()]);
        }
    }
    if let Some(agency) = query.get("don-vi").and_then(|v| v.parse::<i64>().ok()) {
        list.and("d.agency_id = ?", [agency.into()]);
    }
    if let Some(state) = state(query, group) {
        list.and("d.state = ?", [state.number().into()]);
        if is_citys(ctx, query, group) {
            list.and(store::OF_FIELD_AND_STATE, []);
        }
    }
    if group.is_open() {
        due(ctx, query, &mut list);
    }
    Ok(list)
}

/// Whether the list is of a field of the whole city, open, in the order of its promises.
fn is_citys(ctx: &Ctx, query: &Query, group: Group) -> bool {
    let others = ["don-vi", "q", "sap"].iter().any(|name| query.get(name).is_some());
    group == Group::Open && !others && query.get("linh-vuc").is_some() && ctx.scope(VIEW) == Scope::All
}

/// Narrows a list of dossiers to the code, name or number that was typed.
pub fn by_typed(ctx: &Ctx, query: &Query, list: &mut ListQuery<'_>) {
    match query.get("q").map(Typed::of) {
        Some(Typed::Word(word)) => {
            let (sql, values) = store::word_begins(ctx.app.store.engine(), &word);
            list.and(sql, values);
        }
        Some(Typed::Owner(folded)) => {
            let (sql, values) = store::owner_holds(&folded);
            list.and(sql, values);
        }
        None => {}
    }
}

/// What somebody typed into the search box of the list.
enum Typed {
    /// Code or a part of it, telephone, identity number: letters and digits only.
    Word(String),
    Owner(String),
}

impl Typed {
    /// What holds digits and no word of letters alone is a code or a number; anything else is the beginning of an
    /// owner's name.
    fn of(text: &str) -> Typed {
        let named = text.split_whitespace().any(|word| word.chars().all(char::is_alphabetic));
        if text.chars().any(|c| c.is_ascii_digit()) && !named {
            Typed::Word(store::plain_word(text))
        } else {
            Typed::Owner(kernel::text::fold(text))
        }
    }
}

fn state(query: &Query, group: Group) -> Option<State> {
    let number = query.get("trang-thai")?.parse().ok()?;
    State::from_number(number).filter(|s| group.states().contains(s))
}

fn year(ctx: &Ctx, query: &Query) -> i32 {
    query
        .get("nam")
        .and_then(|y| y.parse().ok())
        .filter(|y| (1990..=2100).contains(y))
        .unwrap_or(ctx.today().year())
}

fn first_of(year: i32) -> kernel::Moment {
    Day::ymd(year, 1, 1).map_or(kernel::Moment::from_micros(0), Day::start)
}

/// Overdue, due today, due within three days, waiting for the applicant, for the transfer, for the first answer.
fn due(ctx: &Ctx, query: &Query, list: &mut ListQuery<'_>) {
    let minute = ctx.now.whole_minute().micros();
    let end_of = |days: i64| -> Value { ctx.today().plus_days(days + 1).start().micros().into() };
    // While the applicant is waited for, the clock stands: such a dossier is not late.
    let running = "d.state IN (2, 4, 7)";
    match query.get("han") {
        Some("qua-han") => list.and(&format!("{running} AND d.due_sort < ?"), [minute.into()]),
        Some("hom-nay") => {
            list.and(
                &format!("{running} AND d.due_sort >= ? AND d.due_sort < ?"),
                [minute.into(), end_of(0)],
            );
        }
        Some("ba-ngay") => {
            list.and(
                &format!("{running} AND d.due_sort >= ? AND d.due_sort < ?"),
                [minute.into(), end_of(3)],
            );
        }
        Some("cho-dan") => list.and("d.state IN (5, 6)", []),
        Some("cho-chuyen") => list.and("d.state = 2", []),
        Some("qua-gio-chuyen") => list.and("d.state = 2 AND d.step_due_at < ?", [minute.into()]),
        Some("qua-han-tra-loi") => list.and("d.state = 1 AND d.step_due_at < ?", [minute.into()]),
        _ => {}
    }
}

/// Dossiers on which one of the viewer's roles must act now.
fn turn(ctx: &Ctx, list: &mut ListQuery<'_>) {
    let (sql, values) = turn_condition(ctx);
    list.and(&sql, values);
}

/// The condition behind "lượt của tôi", with `?` for its values: by role, each where the viewer holds it.
pub fn turn_condition(ctx: &Ctx) -> (String, Vec<Value>) {
    let roles = [(RECEIVE, "one_stop"), (PROCESS, "specialist"), (APPRAISE, "head"), (SIGN, "leader")];
    let (mut parts, mut values) = (Vec::new(), Vec::<Value>::new());
    for (permission, role) in roles {
        let within = match ctx.scope(permission) {
            Scope::None => continue,
            Scope::All => String::new(),
            Scope::Agencies(ids) => {
                let marks = vec!["?"; ids.len()].join(", ");
                values.extend(ids.into_iter().map(Value::from));
                format!(" AND d.agency_id IN ({marks})")
            }
        };
        let desk = if role == "one_stop" { "d.state IN (1, 7) OR " } else { "" };
        let own = store::turn_of(role);
        parts.push(format!("(({desk}(d.state IN (2, 4) AND {own})){within})"));
    }
    if parts.is_empty() {
        ("1 = 0".to_owned(), Vec::new())
    } else {
        (format!("({})", parts.join(" OR ")), values)
    }
}

/// The filter fields with what they hold.
pub fn fields(ctx: &Ctx, query: &Query, (procedures, areas): (Options, Options)) -> Vec<Filter> {
    let group = Group::of(query);
    let mut fields = vec![Filter::text("q", ctx.t("one-stop-filter-q"), query.get("q").unwrap_or_default())];
    if group.is_open() {
        let classes =
            ["qua-han", "hom-nay", "ba-ngay", "cho-dan", "cho-chuyen", "qua-gio-chuyen", "qua-han-tra-loi"]
                .map(|c| (c.to_owned(), ctx.t(&format!("one-stop-filter-due-{c}"))));
        fields.push(select(ctx, query, "han", "one-stop-filter-due", classes.into()));
    }
    if !group.states().is_empty() {
        let states = group.states().iter().map(|s| (s.number().to_string(), ctx.t(s.key()))).collect();
        fields.push(select(ctx, query, "trang-thai", "one-stop-filter-state", states));
    }
    fields.push(select(ctx, query, "linh-vuc", "one-stop-filter-field", areas));
    fields.push(select(ctx, query, "thu-tuc", "one-stop-filter-procedure", procedures));
    let channels =
        ["counter", "online", "post"].map(|c| (c.to_owned(), ctx.t(&format!("one-stop-channel-{c}"))));
    fields.push(select(ctx, query, "kenh", "one-stop-filter-channel", channels.into()));
    let agencies = agencies(ctx, &ctx.scope(VIEW));
    if agencies.len() > 1 {
        fields.push(select(ctx, query, "don-vi", "one-stop-filter-agency", agencies));
    }
    if group == Group::Closed {
        let years = (0..6).map(|back| (ctx.today().year() - back).to_string());
        let years =
            years.map(|y| Choice::new(y.clone(), y.clone(), y == year(ctx, query).to_string())).collect();
        fields.push(Filter::select("nam", ctx.t("one-stop-filter-year"), years));
    }
    fields
}

/// A select whose first choice is "all".
pub fn select(ctx: &Ctx, query: &Query, name: &str, label: &str, options: Vec<(String, String)>) -> Filter {
    let held = query.get(name).unwrap_or_default();
    let all = Choice::new("", ctx.t("one-stop-filter-all"), held.is_empty());
    let options = options.into_iter().map(|(value, text)| {
        let selected = value == held;
        Choice::new(value, text, selected)
    });
    Filter::select(name, ctx.t(label), std::iter::once(all).chain(options).collect())
}

/// The agencies of a scope that may hold dossiers, by name.
pub fn agencies(ctx: &Ctx, scope: &Scope) -> Vec<(String, String)> {
    let directory = ctx.app.directory();
    let mut found: Vec<(String, String)> = directory
        .in_force(ctx.today())
        .filter(|a| holds_dossiers(a, scope))
        .map(|a| (a.id.to_string(), a.short_name.clone()))
        .collect();
    found.sort_by(|a, b| a.1.cmp(&b.1));
    found
}

/// Whether a scope has more than one such agency: rows then say whose they are.
pub fn has_many_agencies(ctx: &Ctx, scope: &Scope) -> bool {
    ctx.app.directory().in_force(ctx.today()).filter(|a| holds_dossiers(a, scope)).nth(1).is_some()
}

fn holds_dossiers(agency: &AgencyRef, scope: &Scope) -> bool {
    !matches!(agency.kind.as_str(), "city" | "division" | "press") && scope.covers(agency.id)
}

/// Values with their texts.
pub type Options = Vec<(String, String)>;

/// Procedures and fields in force, for the filters.
pub async fn procedures(ctx: &Ctx) -> Result<(Options, Options)> {
    let catalogue: Arc<dyn Catalogue> = ctx.app.port()?;
    let all = catalogue.all_in_force(&ctx.app, ctx.today()).await?;
    let procedures = all.iter().map(|v| (v.body.code.clone(), v.body.short_name.clone())).collect();
    let areas: BTreeMap<String, String> =
        all.iter().map(|v| (v.body.field.code.clone(), v.body.field.name.clone())).collect();
    Ok((procedures, areas.into_iter().collect()))
}
