//! The document of a review in the layout of Decree 30/2020/NĐ-CP, as PDF and as a text document: chapters, every target and what was
//! done with each figure leading to its records, award proposals, and how the figures were frozen.

use super::gather::DONE;
use super::pages::{measured_words, verdict_word};
use super::rules::{AwardState, State, Verdict};
use super::store::awards::{self, Award};
use super::store::chapters::{self, Chapter};
use super::store::figures::{self, Figure};
use super::store::reviews::Review;
use axum::response::Response;
use platform::error::Result;
use platform::messages::Lang;
use platform::{App, Ctx, Locale};
use printing::letter::{Block, Column, Letter, Signature, Table, Text};

/// The answer that hands the document over.
pub async fn answer(ctx: &Ctx, review: &Review, docx: bool) -> Result<Response> {
    let store = &ctx.app.store;
    let whole = Whole {
        figures: figures::of_review(store, review.id).await?,
        chapters: chapters::of_review(store, review.id).await?,
        awards: awards::of_review(store, review.id).await?,
    };
    let letter = letter(ctx, review, &whole)?;
    let name = format!("{}-{}", if review.kind == "final" { "tong-ket" } else { "so-ket" }, review.id);
    if docx {
        return Ok(ui::docx(&name, papers::docx(ctx, &letter).await?));
    }
    let content = papers::print(ctx, printing::LETTER, letter.inputs(), Vec::new()).await?;
    Ok(ui::pdf(&name, content))
}

/// All that the document says.
struct Whole {
    figures: Vec<Figure>,
    chapters: Vec<Chapter>,
    awards: Vec<Award>,
}

/// The document. It speaks Vietnamese, whatever language the reader's screen speaks.
fn letter(ctx: &Ctx, review: &Review, whole: &Whole) -> Result<Letter> {
    let mut vi = ctx.clone();
    vi.locale = ctx.app.locale(Lang::Vi);
    let approved = matches!(review.state()?, State::Approved | State::Published);
    let on = review.decided_on.as_deref().and_then(|day| day.parse().ok()).unwrap_or(ctx.today());
    let number = if approved { review.decision.as_str() } else { "" };
    let head = papers::head(&ctx.app, review.owner_id, number, on);
    let said = |name: &str| head.get(name).and_then(|v| v.as_str()).map(str::to_owned);
    let mut body = vec![Block::Paragraph(Text::from(opening(&vi, review, &whole.figures)))];
    if !approved {
        body.push(Block::Paragraph(Text::default().strong(vi.t("final-review-paper-draft"))));
    }
    for (at, chapter) in (1..).zip(&whole.chapters) {
        body.push(Block::Heading(1, format!("{}. {}", roman(at), chapter.title)));
        let mut lines = chapter.text.lines().map(str::trim).filter(|l| !l.is_empty()).peekable();
        if lines.peek().is_none() {
            body.push(Block::Paragraph(Text::from(vi.t("final-review-nothing-written"))));
        }
        body.extend(lines.map(|line| Block::Paragraph(Text::from(line))));
    }
    let next = whole.chapters.len() + 1;
    body.push(Block::Heading(1, format!("{}. {}", roman(next), vi.t("final-review-targets"))));
    body.push(Block::Table(targets(&vi, &whole.figures)));
    body.extend(causes(&vi, &whole.figures, ("target", "final-review-paper-causes")));
    body.push(Block::Heading(1, format!("{}. {}", roman(next + 1), vi.t("final-review-tasks"))));
    body.push(tasks(&vi, &whole.figures));
    body.extend(causes(&vi, &whole.figures, ("task", "final-review-paper-task-causes")));
    body.push(Block::Heading(1, format!("{}. {}", roman(next + 2), vi.t("final-review-done"))));
    body.push(Block::Table(done(&ctx.app, &vi.locale, &whole.figures)));
    body.push(Block::Heading(1, format!("{}. {}", roman(next + 3), vi.t("final-review-awards-agreed"))));
    body.extend(agreed(&vi, &whole.awards)?);
    if let Some(at) = review.frozen_at {
        let args = [
            ("at", kernel::Moment::from_micros(at).vn()),
            ("count", review.frozen_count.to_string()),
            ("hash", review.frozen_hash.clone()),
        ];
        body.push(Block::Paragraph(Text::from(vi.tn("final-review-frozen", &args))));
    }
    Ok(Letter {
        parent: said("parent"),
        agency: said("agency").unwrap_or_default(),
        number: number.to_owned(),
        place: said("place").unwrap_or_default(),
        on: approved.then(|| on.naive()),
        kind: vi.t("final-review-paper-kind"),
        title: review.name.clone(),
        body,
        sign: Signature {
            authority: Some(vi.t("final-review-paper-authority")),
            post: vi.t("final-review-paper-post"),
            name: if approved { review.decided_name.clone() } else { String::new() },
        },
        recipients: recipients(&ctx.app, review, &whole.chapters),
        archive: Some(vi.t("final-review-paper-archive")),
        ..Letter::default()
    })
}

/// The agencies that lead the review and wrote it, once each, in the order of the document.
fn recipients(app: &App, review: &Review, chapters: &[Chapter]) -> Vec<String> {
    let directory = app.directory();
    let mut names: Vec<String> = Vec::new();
    for agency in std::iter::once(review.lead_id).chain(chapters.iter().map(|c| c.agency_id)) {
        let name = directory.name(agency);
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

fn opening(vi: &Ctx, review: &Review, all: &[Figure]) -> String {
    let targets = || all.iter().filter(|f| f.section == "target");
    let of = |verdict: Verdict| targets().filter(|f| f.verdict() == Some(verdict)).count().to_string();
    let args = [
        ("programme", review.programme_name.clone()),
        ("from", ui::vn_day(&review.from_on)),
        ("to", ui::vn_day(&review.to_on)),
        ("as_of", ui::vn_day(&review.as_of_on)),
        ("met", of(Verdict::Met)),
        ("missed", of(Verdict::Missed)),
        ("unmeasured", of(Verdict::Unmeasured)),
    ];
    vi.tn("final-review-paper-opening", &args)
}

/// A measured value that leads to its records.
fn linked(app: &App, vi: &Locale, figure: &Figure) -> Text {
    let words = measured_words(vi, figure);
    if figure.href.is_empty() {
        return Text::from(words);
    }
    let home = app.settings.base_url();
    Text::default().link(words, format!("{}{}", home.trim_end_matches('/'), figure.href))
}

fn targets(vi: &Ctx, all: &[Figure]) -> Table {
    let columns = vec![
        Column::center(vi.t("final-review-paper-number"), 1),
        Column::left(vi.t("final-review-head-target"), 6),
        Column::left(vi.t("final-review-head-planned"), 4),
        Column::left(vi.t("final-review-head-measured"), 3),
        Column::left(vi.t("final-review-head-declared"), 3),
        Column::left(vi.t("final-review-head-verdict"), 2),
    ];
    let rows = (1..).zip(all.iter().filter(|f| f.section == "target")).map(|(at, f): (usize, _)| {
        vec![
            Text::from(at.to_string()),
            Text::from(format!("{} ({})", f.name, f.code)),
            Text::from(f.planned.clone()),
            linked(&vi.app, &vi.locale, f),
            Text::from(f.declared.clone()),
            Text::from(f.verdict().map(|v| verdict_word(vi, v)).unwrap_or_default()),
        ]
    });
    Table { columns, rows: rows.collect() }
}

/// What became of the tasks of each item of the programme.
fn tasks(vi: &Ctx, all: &[Figure]) -> Block {
    let columns = vec![
        Column::center(vi.t("final-review-paper-number"), 1),
        Column::left(vi.t("final-review-head-task"), 7),
        Column::left(vi.t("final-review-head-planned"), 2),
        Column::left(vi.t("final-review-head-became"), 5),
    ];
    let of_tasks = all.iter().filter(|f| f.section == "task");
    let row = |(at, f): (usize, &Figure)| {
        let became = if f.count > 0 {
            linked(&vi.app, &vi.locale, f)
        } else {
            Text::from(vi.t("final-review-no-task"))
        };
        vec![Text::from(at.to_string()), Text::from(f.name.clone()), Text::from(f.planned.clone()), became]
    };
    let rows: Vec<Vec<Text>> = (1..).zip(of_tasks).map(row).collect();
    if rows.is_empty() {
        return Block::Paragraph(Text::from(vi.t("final-review-tasks-empty")));
    }
    Block::Table(Table { columns, rows })
}

/// The causes that agencies wrote of the figures of a section, under their heading.
fn causes(vi: &Ctx, all: &[Figure], (section, heading): (&str, &str)) -> Vec<Block> {
    let written = all.iter().filter(|f| f.section == section && !f.cause.is_empty()).map(|f| {
        let agency = vi.app.directory().name(f.agency_id).to_owned();
        Text::default().strong(format!("{} ({agency}): ", f.name)).then(f.cause.clone())
    });
    let points: Vec<Text> = written.collect();
    if points.is_empty() {
        return Vec::new();
    }
    vec![Block::Heading(2, vi.t(heading)), Block::List(points)]
}

/// What was done, year by year.
pub(super) fn done(app: &App, vi: &Locale, all: &[Figure]) -> Table {
    let mut years: Vec<i64> = all.iter().filter(|f| f.section == "done").map(|f| f.year).collect();
    years.sort_unstable();
    years.dedup();
    let mut columns = vec![Column::left(vi.t("final-review-head-item"), 4)];
    columns.extend(years.iter().map(|year| Column::left(year.to_string(), 3)));
    let rows = DONE.iter().map(|item| {
        let of_year = |year: &i64| {
            let code = format!("{item}/{year}");
            all.iter().find(|f| f.code == code).map(|f| linked(app, vi, f)).unwrap_or_default()
        };
        let name = Text::from(vi.t(&format!("final-review-done-{item}")));
        std::iter::once(name).chain(years.iter().map(of_year)).collect()
    });
    Table { columns, rows: rows.collect() }
}

fn agreed(vi: &Ctx, all: &[Award]) -> Result<Vec<Block>> {
    let mut points = Vec::new();
    for award in all {
        if award.state()? == AwardState::Agreed {
            let who = format!("{} {}", award.person, vi.app.directory().name(award.agency_id));
            let why = format!(": {} {}", award.reason, award.grounds);
            points.push(Text::default().strong(who.trim()).then(why.trim_end()));
        }
    }
    Ok(if points.is_empty() {
        vec![Block::Paragraph(Text::from(vi.t("final-review-awards-empty")))]
    } else {
        vec![Block::List(points)]
    })
}

/// Parts are numbered in Roman numerals.
fn roman(number: usize) -> String {
    let mut left = number;
    let mut text = String::new();
    for (value, sign) in [(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")] {
        while left >= value {
            text.push_str(sign);
            left -= value;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn parts_are_numbered_as_in_official_papers() {
        let told: Vec<String> = (1..=14).map(super::roman).collect();
        assert_eq!(told.join(" "), "I II III IV V VI VII VIII IX X XI XII XIII XIV");
    }
}
