//! Two at the same moment, each on a connection of its own (SQLite lets them take turns, PostgreSQL lets them meet): a letter, a
//! result, a book, an appointment, a form is taken once. On PostgreSQL what is asked here rests on row locks and unique rules.

use crate::city::{City, Client};
use crate::forms;
use crate::journeys::{Team, counter_dossier, queue};
use platform::Read;

/// How often each pair is let loose: a race that is lost rarely is lost in one of them.
const ROUNDS: usize = 4;

async fn number(city: &City, sql: &str) -> i64 {
    city.app.store.number(sql, vec![]).await.unwrap()
}

/// Two answers' statuses, the smaller first.
async fn both(
    one: (&Client<'_>, &str, &[(&str, &str)]),
    two: (&Client<'_>, &str, &[(&str, &str)]),
) -> [u16; 2] {
    let (a, b) = tokio::join!(one.0.post(one.1, one.2), two.0.post(two.1, two.2));
    let mut statuses = [a.status.as_u16(), b.status.as_u16()];
    statuses.sort_unstable();
    statuses
}

#[tokio::test]
async fn one_form_pressed_twice_in_one_moment_gives_one_petition() {
    let city = City::new().await;
    let stranger = city.stranger();
    for round in 1..=ROUNDS {
        let page = stranger.get("/phan-anh").await.expect(200);
        let form = forms::find(&page.body, "/phan-anh").with(&[
            ("doi_tuong", "citizen"),
            ("ho_ten", "Lê Văn Tám"),
            ("dia_chi", "Ấp Thới Bình"),
            ("dien_thoai", "0909123456"),
            ("noi_dung_ve", "unsuited"),
            ("noi_dung", "Vẫn phải nộp bản sao sổ hộ khẩu dù phường đã có sổ gốc."),
        ]);
        let sent: Vec<(&str, &str)> = form.fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let (one, two) = tokio::join!(stranger.post("/phan-anh", &sent), stranger.post("/phan-anh", &sent));
        assert_eq!(one.expect(303).location, two.expect(303).location);
        assert_eq!(number(&city, "SELECT COUNT(*) FROM petition").await, i64::try_from(round).unwrap());
    }
}

#[tokio::test]
async fn the_last_place_of_a_time_goes_to_one_of_two() {
    let city = City::new().await;
    queue::office(&city).await;
    let service = number(&city, "SELECT MIN(id) FROM counter_service").await.to_string();
    for hour in 8..11 {
        // New people each time: nobody has reached the number of appointments that one may hold.
        let (lan, mai) =
            (city.citizen(&format!("lan{hour}")).await, city.citizen(&format!("mai{hour}")).await);
        let slot = crate::city::at("2013-06-11", hour, 30).micros().to_string();
        let wish = [("dich-vu", service.as_str()), ("luc", slot.as_str())];
        let path = "/dat-lich/ninh-kieu";
        assert_eq!(both((&lan, path, &wish), (&mai, path, &wish)).await, [303, 409]);
        let booked =
            format!("SELECT COUNT(*) FROM counter_booking WHERE slot_at = {slot} AND state = 'booked'");
        assert_eq!(number(&city, &booked).await, 1);
    }
}

#[tokio::test]
async fn two_people_at_two_kiosks_take_two_numbers() {
    let city = City::new().await;
    queue::office(&city).await;
    let service = number(&city, "SELECT MIN(id) FROM counter_service").await.to_string();
    let stranger = city.stranger();
    let wish = [("dich-vu", service.as_str())];
    for _ in 0..ROUNDS {
        let path = "/lay-so/ninh-kieu";
        assert_eq!(both((&stranger, path, &wish), (&stranger, path, &wish)).await, [303, 303]);
    }
    let taken = number(&city, "SELECT COUNT(DISTINCT turn) FROM counter_ticket").await;
    assert_eq!(taken, 2 * i64::try_from(ROUNDS).unwrap(), "no number was given twice, none left out");
}

#[tokio::test]
async fn a_letter_that_two_clerks_open_becomes_one_dossier() {
    let city = City::new().await;
    let team = Team::at(&city, "quan-ninh-kieu").await;
    let agency = city.agency("quan-ninh-kieu").to_string();
    for round in 1..=2 {
        // Another letter each time: the same sender's of the same day would be asked about.
        let (sender, came) = (format!("Trần Thị Bé {round}"), format!("0{}/06/2013", 6 + round));
        let typed = [
            ("co-quan", &*agency),
            ("ho-ten", &*sender),
            ("dia-chi", "Ấp Mỹ Phước, xã Mỹ Khánh"),
            ("dien-thoai", "0909111222"),
            ("noi-dung", "Hồ sơ đăng ký hộ kinh doanh"),
            ("dich-vu", "cong_ich"),
            ("dau", "05/06/2013"),
            ("ngay-den", &*came),
        ];
        let letter = team.clerk.submit("/thu-den/moi", "/thu-den/moi", &typed).await.expect(303).location;
        let id = letter.rsplit('/').next().unwrap();
        let identity = format!("36199988{round}");
        let filled = async || {
            let shown = team.clerk.get(&format!("/quay/nhan?thu-tuc=KD-01&buu-gui={id}")).await.expect(200);
            let form = forms::find(&shown.body, "/quay/nhan");
            let mut changes = vec![("so-giay-to".to_owned(), identity.clone())];
            for (name, _) in &form.offered {
                if name.starts_with("giay-") && form.offered.iter().any(|(n, v)| n == name && v == "original")
                {
                    changes.push((name.clone(), "original".to_owned()));
                }
            }
            let changes: Vec<(&str, &str)> = changes.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            form.with(&changes)
        };
        let (first, second) = (filled().await, filled().await);
        let fields = |form: &forms::FoundForm| form.fields.clone();
        let (first, second) = (fields(&first), fields(&second));
        let first: Vec<(&str, &str)> = first.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let second: Vec<(&str, &str)> = second.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let statuses = both((&team.clerk, "/quay/nhan", &first), (&team.clerk, "/quay/nhan", &second)).await;
        assert_eq!(statuses, [303, 409]);
        let dossiers = number(&city, "SELECT COUNT(*) FROM dossier WHERE channel = 'post'").await;
        assert_eq!(dossiers, round);
    }
}

#[tokio::test]
async fn cash_that_comes_while_the_drawer_is_counted_is_in_the_count_or_in_no_closed_book() {
    let city = City::new().await;
    let team = Team::at(&city, "quan-ninh-kieu").await;
    let office = city.agency("quan-ninh-kieu").to_string();
    for _ in 0..2 {
        let dossier = counter_dossier(&city, "quan-ninh-kieu", "KD-01").await;
        team.take_in(dossier.id).await;
        city.work_off().await;
        let opened = [("co-quan", office.as_str()), ("ton", "0")];
        let book = team.clerk.post("/so-quy", &opened).await.expect(303).location;
        let demand = number(&city, "SELECT MAX(id) FROM fee_demand").await;
        let take = format!("/khoan-thu/{demand}/thu");
        let close = format!("{book}/khoa");
        let [done, refused] =
            both((&team.clerk, &take, &[("so-tien", "100000")]), (&team.clerk, &close, &[])).await;
        assert!(
            done == 303 && matches!(refused, 409 | 422),
            "the cash is in an open book, or the book is closed without it: {done} {refused}"
        );
        let wrong = "SELECT COUNT(*) FROM fee_session s WHERE s.closed_at IS NOT NULL AND s.counted <> s.opening + \
                     (SELECT COALESCE(CAST(SUM(p.amount) AS BIGINT), 0) FROM fee_payment p WHERE p.session_id = s.id)";
        assert_eq!(number(&city, wrong).await, 0);
        if number(&city, "SELECT COUNT(*) FROM fee_session WHERE closed_at IS NULL").await > 0 {
            team.clerk.post(&close, &[("to-100000", "1")]).await.expect(303);
        }
    }
}
