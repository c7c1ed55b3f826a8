//! What the forms of communication say, read with all that is wrong at once.

use super::genre::{Counted, Genre};
use super::link;
use kernel::{Day, Dong, whole_number};
use platform::FieldErrors;
use platform::http::Submitted;

/// Most đồng one thing may cost: a thousand billion.
const MOST: i64 = 1_000_000_000_000_000;
/// Most pieces planned in one quarter, and most people reached.
const MANY: i64 = 1_000_000_000;

/// An amount of đồng as people type it; nothing typed is nothing spent.
pub fn money(form: &Submitted, errors: &mut FieldErrors, name: &str) -> Option<i64> {
    let typed = form.text(name);
    let read = if typed.is_empty() { Some(0) } else { Dong::typed(typed).map(|amount| amount.0) };
    let read = read.filter(|m| (0..=MOST).contains(m));
    if read.is_none() {
        errors.add(name, "campaigns-error-money");
    }
    read
}

/// A whole number of at least `least` as people type it; none where nothing is typed.
pub fn number(form: &Submitted, errors: &mut FieldErrors, name: &str, least: i64) -> Option<i64> {
    let typed = form.text(name);
    if typed.is_empty() {
        return None;
    }
    let read = whole_number(typed).filter(|n| (least..=MANY).contains(n));
    if read.is_none() {
        errors.add(name, "campaigns-error-number");
    }
    read
}

fn period(form: &Submitted, errors: &mut FieldErrors, year: Option<i32>) -> Option<(Day, Day)> {
    let days = ["tu", "den"].map(|name| {
        let day = form.day(errors, name);
        if form.text(name).is_empty() {
            errors.add(name, "form-required");
        }
        if let (Some(day), Some(year)) = (day, year)
            && day.year() != year
        {
            errors.add_with(name, "campaigns-error-outside", vec![("year", year.to_string())]);
        }
        day
    });
    let [Some(from), Some(to)] = days else { return None };
    if to < from {
        errors.add("den", "campaigns-error-order");
        return None;
    }
    Some((from, to))
}

fn one_of(form: &Submitted, errors: &mut FieldErrors, name: &str, known: &[String], needed: bool) -> String {
    let typed = form.text(name);
    if typed.is_empty() {
        if needed {
            errors.add(name, "form-required");
        }
    } else if !known.iter().any(|k| k == typed) {
        errors.add(name, "campaigns-error-unknown");
    }
    typed.to_owned()
}

/// A campaign in one edition of its plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignWords {
    /// What it is called.
    pub name: String,
    /// What it is to bring about.
    pub aim: String,
    /// Whom it speaks to.
    pub audience: String,
    /// Field of the programme.
    pub field: String,
    /// Task of the reform plan it carries out: its line and its name.
    pub task: Option<(i64, String)>,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
}

impl CampaignWords {
    /// Reads one of a plan of `year`; `tasks` are lines and names of the agency's reform plan.
    pub fn read(
        form: &Submitted,
        errors: &mut FieldErrors,
        (year, fields): (i32, &[String]),
        tasks: &[(i64, String)],
    ) -> Option<CampaignWords> {
        let name = form.required(errors, "ten", 300);
        let aim = form.required(errors, "muc-dich", 1000);
        let audience = form.required(errors, "doi-tuong", 300);
        let field = one_of(form, errors, "linh-vuc", fields, true);
        let typed = form.text("nhiem-vu");
        let task = tasks.iter().find(|(line, _)| line.to_string() == typed).cloned();
        if !typed.is_empty() && task.is_none() {
            errors.add("nhiem-vu", "campaigns-error-unknown");
        }
        let days = period(form, errors, Some(year));
        let (Some((from, to)), true) = (days, errors.is_empty()) else { return None };
        Some(CampaignWords { name, aim, audience, field, task, from, to })
    }
}

/// Pieces planned for a campaign, a channel and a quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedWords {
    /// Code of the channel.
    pub channel: String,
    /// 1 to 4.
    pub quarter: i64,
    /// How many.
    pub pieces: i64,
    /// Money, đồng.
    pub cost: i64,
    /// What they are about, or "".
    pub note: String,
}

impl PlannedWords {
    /// Reads them; `channels` are the codes open in the plan's year.
    pub fn read(form: &Submitted, errors: &mut FieldErrors, channels: &[String]) -> Option<PlannedWords> {
        let channel = one_of(form, errors, "kenh", channels, true);
        let quarter = form.text("quy").parse::<i64>().ok().filter(|q| (1..=4).contains(q));
        if quarter.is_none() {
            errors.add("quy", "form-required");
        }
        let pieces = number(form, errors, "so-luong", 1);
        if form.text("so-luong").is_empty() {
            errors.add("so-luong", "form-required");
        }
        let cost = money(form, errors, "kinh-phi");
        let note = form.at_most(errors, "ghi-chu", 300);
        let (Some(quarter), Some(pieces), Some(cost), true) = (quarter, pieces, cost, errors.is_empty())
        else {
            return None;
        };
        Some(PlannedWords { channel, quarter, pieces, cost, note })
    }
}

/// Where a piece may appear, for whoever enters it.
#[derive(Debug, Clone)]
pub struct Spot<'a> {
    /// Codes of the channels.
    pub channels: &'a [String],
    /// Press outlets: id and code.
    pub outlets: &'a [(i64, String)],
    /// Whether an outlet must be named: the press enters its own pieces only.
    pub press: bool,
    /// Today.
    pub today: Day,
}

/// A piece that appeared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PieceWords {
    /// Its title.
    pub title: String,
    /// What it is.
    pub genre: Genre,
    /// Code of the channel.
    pub channel: String,
    /// The press outlet, where it is one of the city's agencies.
    pub outlet: Option<i64>,
    /// Name of another outlet or place, or "".
    pub outlet_name: String,
    /// Day it appeared.
    pub on: Day,
    /// Its address on the web, or "".
    pub link: String,
    /// People reached, with how they were counted.
    pub reach: Option<(i64, Counted)>,
    /// What counted them, or "".
    pub reach_note: String,
    /// What it cost, đồng.
    pub cost: i64,
}

impl PieceWords {
    /// Reads it; whether its day lies in its campaign is the act's question.
    pub fn read(form: &Submitted, errors: &mut FieldErrors, spot: &Spot<'_>) -> Option<PieceWords> {
        let title = form.required(errors, "tieu-de", 500);
        let genre = Genre::from_code(form.text("loai"));
        if genre.is_none() {
            errors.add("loai", "form-required");
        }
        let channel = one_of(form, errors, "kenh", spot.channels, true);
        let typed = form.text("bao");
        let outlet = spot.outlets.iter().find(|(_, code)| code == typed).map(|(id, _)| *id);
        let outlet_name = form.at_most(errors, "noi-dang", 200);
        if outlet.is_none() && (!typed.is_empty() || spot.press) {
            errors.add("bao", "campaigns-error-outlet");
        } else if outlet.is_none() && outlet_name.is_empty() {
            errors.add("noi-dang", "campaigns-error-place");
        }
        let on = form.day(errors, "ngay");
        if form.text("ngay").is_empty() {
            errors.add("ngay", "form-required");
        }
        if on.is_some_and(|on| on > spot.today) {
            errors.add("ngay", "campaigns-error-future");
        }
        let link = form.text("lien-ket").to_owned();
        if !link.is_empty() && !link::web_address(&link) {
            errors.add("lien-ket", "campaigns-error-link");
        }
        let (reach, reach_note) = reach(form, errors);
        let cost = money(form, errors, "chi-phi");
        let (Some(genre), Some(on), Some(cost), true) = (genre, on, cost, errors.is_empty()) else {
            return None;
        };
        Some(PieceWords { title, genre, channel, outlet, outlet_name, on, link, reach, reach_note, cost })
    }
}

/// A number reached goes with how it was counted, a measured one with what counted it.
fn reach(form: &Submitted, errors: &mut FieldErrors) -> (Option<(i64, Counted)>, String) {
    let reached = number(form, errors, "tiep-can", 0);
    let how = Counted::from_code(form.text("cach-dem"));
    let note = form.at_most(errors, "nguon-dem", 300);
    if reached.is_some() && how.is_none() {
        errors.add("cach-dem", "campaigns-error-how");
    }
    if reached.is_some() && how == Some(Counted::Measured) && note.is_empty() {
        errors.add("nguon-dem", "campaigns-error-source");
    }
    (reached.zip(how), note)
}

/// A contest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContestWords {
    /// What it is called.
    pub name: String,
    /// Who may take part and in what.
    pub about: String,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// What it costs, đồng.
    pub cost: i64,
}

impl ContestWords {
    /// Reads it.
    pub fn read(form: &Submitted, errors: &mut FieldErrors) -> Option<ContestWords> {
        let name = form.required(errors, "ten", 300);
        let about = form.required(errors, "the-le", 2000);
        let days = period(form, errors, None);
        let cost = money(form, errors, "kinh-phi");
        let (Some((from, to)), Some(cost), true) = (days, cost, errors.is_empty()) else { return None };
        Some(ContestWords { name, about, from, to, cost })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(fields: &[(&str, &str)]) -> Submitted {
        let mut form = Submitted::default();
        for (name, value) in fields {
            form.fields.insert((*name).to_owned(), vec![(*value).to_owned()]);
        }
        form
    }

    const PIECE: [(&str, &str); 8] = [
        ("tieu-de", "Một cửa điện tử ở Ninh Kiều"),
        ("loai", "article"),
        ("kenh", "bao-in"),
        ("bao", "bao-can-tho"),
        ("ngay", "01/03/2013"),
        ("lien-ket", "http://baocantho.com.vn/1"),
        ("tiep-can", "12.000"),
        ("cach-dem", "declared"),
    ];

    fn read(change: &[(&str, &str)], press: bool) -> (Option<PieceWords>, Vec<String>) {
        let (channels, outlets) = (["bao-in".to_owned()], [(5, "bao-can-tho".to_owned())]);
        let spot =
            Spot { channels: &channels, outlets: &outlets, press, today: "2013-03-10".parse().unwrap() };
        let mut errors = FieldErrors::new();
        let all: Vec<_> = PIECE.iter().chain(change).copied().collect();
        let piece = PieceWords::read(&form(&all), &mut errors, &spot);
        (piece, errors.0.into_iter().map(|e| format!("{} {}", e.field, e.key)).collect())
    }

    #[test]
    fn a_piece_is_read_with_its_reach_and_how_it_was_counted() {
        let (piece, errors) = read(&[("chi-phi", "1.500.000")], true);
        assert_eq!(errors, Vec::<String>::new());
        let piece = piece.unwrap();
        assert_eq!((piece.outlet, piece.cost), (Some(5), 1_500_000));
        assert_eq!(piece.reach, Some((12_000, Counted::Declared)));
    }

    #[test]
    fn all_that_is_wrong_with_a_piece_is_said_at_once() {
        let (piece, errors) = read(
            &[
                ("tieu-de", ""),
                ("loai", "poem"),
                ("kenh", "dien-tin"),
                ("bao", "bao-la"),
                ("ngay", "11/03/2013"),
                ("lien-ket", "baocantho"),
                ("cach-dem", ""),
                ("chi-phi", "nhiều"),
            ],
            false,
        );
        assert!(piece.is_none());
        let all = [
            "tieu-de form-required",
            "loai form-required",
            "kenh campaigns-error-unknown",
            "bao campaigns-error-outlet",
            "ngay campaigns-error-future",
            "lien-ket campaigns-error-link",
            "cach-dem campaigns-error-how",
            "chi-phi campaigns-error-money",
        ];
        assert_eq!(errors, all);
        let (_, errors) = read(&[("cach-dem", "measured")], false);
        assert_eq!(errors, ["nguon-dem campaigns-error-source"]);
    }

    #[test]
    fn a_campaign_lies_in_the_year_of_its_plan() {
        let fields = ["II.3".to_owned()];
        let tasks = [(4, "Tuyên truyền".to_owned())];
        let typed = [
            ("ten", "A"),
            ("muc-dich", "B"),
            ("doi-tuong", "C"),
            ("linh-vuc", "II.3"),
            ("nhiem-vu", "4"),
            ("tu", "2013-02-01"),
        ];
        let read = |to: &str| {
            let mut errors = FieldErrors::new();
            let all: Vec<_> = typed.iter().copied().chain([("den", to)]).collect();
            let words = CampaignWords::read(&form(&all), &mut errors, (2013, &fields), &tasks);
            (words, errors.0.into_iter().map(|e| e.key).collect::<Vec<_>>())
        };
        assert_eq!(read("2013-06-30").0.unwrap().task, Some((4, "Tuyên truyền".to_owned())));
        assert_eq!(read("2014-06-30").1, ["campaigns-error-outside"]);
        assert_eq!(read("2013-01-30").1, ["campaigns-error-order"]);
    }

    #[test]
    fn planned_pieces_have_a_channel_a_quarter_and_a_number() {
        let channels = ["pa-no".to_owned()];
        let mut errors = FieldErrors::new();
        let good = form(&[("kenh", "pa-no"), ("quy", "2"), ("so-luong", "12"), ("kinh-phi", "5.000.000")]);
        let planned = PlannedWords::read(&good, &mut errors, &channels).unwrap();
        assert_eq!((planned.quarter, planned.pieces, planned.cost), (2, 12, 5_000_000));
        let bad = form(&[("kenh", ""), ("quy", "5"), ("so-luong", "3,5"), ("kinh-phi", "1.234,5")]);
        assert!(PlannedWords::read(&bad, &mut errors, &channels).is_none());
        assert_eq!(errors.0.len(), 4);
    }
}
