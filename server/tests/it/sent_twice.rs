//! A form that opens a record, sent twice as it stands, opens one; sent again with other words it says so and opens none unasked.
//! Language and appearance chosen on the page of a failed act lead to a page that opens.

use crate::city::{City, Client, at};
use crate::forms;
use platform::Read;

/// A form that opens a record: its page, the end of the address it is sent to, what is typed, and the table of what it opens.
struct Opens<'a> {
    page: &'a str,
    action: &'a str,
    typed: &'a [(&'a str, &'a str)],
    /// The typed field that is changed by whoever goes back and sends it again.
    words: &'a str,
    count: &'a str,
}

impl Opens<'_> {
    async fn number(&self, city: &City) -> i64 {
        city.app.store.number(&format!("SELECT COUNT(*) FROM {}", self.count), vec![]).await.unwrap()
    }

    async fn is_taken_once(&self, city: &City, who: &Client<'_>) {
        let before = self.number(city).await;
        let shown = who.get(self.page).await.expect(200);
        let form = forms::find(&shown.body, self.action).with(self.typed);
        let sent: Vec<(&str, &str)> = form.fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let first = who.post(&form.action, &sent).await.expect(303).location;
        let again = who.post(&form.action, &sent).await.expect(303).location;
        assert_eq!(again, first, "{}: the same record", self.page);
        assert_eq!(self.number(city).await, before + 1, "{}: sent twice, one record", self.page);

        let other: Vec<(&str, &str)> = sent
            .iter()
            .map(|(name, value)| {
                if *name == self.words {
                    (*name, "Việc khác hẳn: quầy đóng cửa trước giờ ghi trên bảng.")
                } else {
                    (*name, *value)
                }
            })
            .collect();
        let warned = who.post(&form.action, &other).await.expect(422);
        assert!(warned.text().contains("đã được gửi"), "{}: {}", self.page, warned.text());
        assert!(
            warned.body.contains("Việc khác hẳn: quầy đóng cửa trước giờ ghi trên bảng."),
            "{}: what was typed stays",
            self.page
        );
        assert_eq!(self.number(city).await, before + 1, "{}: nothing unasked", self.page);
        let anew = forms::find(&warned.body, self.action);
        let anew: Vec<(&str, &str)> = anew.fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        who.post(&form.action, &anew).await.expect(303);
        assert_eq!(self.number(city).await, before + 2, "{}: asked for, it is opened", self.page);
    }
}

const PETITION: [(&str, &str); 6] = [
    ("doi_tuong", "citizen"),
    ("ho_ten", "Lê Văn Tám"),
    ("dia_chi", "Ấp Thới Bình"),
    ("dien_thoai", "0909123456"),
    ("noi_dung_ve", "unsuited"),
    ("noi_dung", "Vẫn phải nộp bản sao sổ hộ khẩu dù phường đã có sổ gốc."),
];

#[tokio::test]
async fn a_petition_a_question_and_a_questionnaire_sent_twice_are_one() {
    let city = City::new().await;
    let stranger = city.stranger();
    let petition = Opens {
        page: "/phan-anh",
        action: "/phan-anh",
        typed: &PETITION,
        words: "noi_dung",
        count: "petition",
    };
    petition.is_taken_once(&city, &stranger).await;

    let desk = city.staff("leader", "ubnd-tp-can-tho").await;
    let entered: Vec<(&str, &str)> =
        [("kenh", "counter"), ("co_quan", "ubnd-tp-can-tho")].into_iter().chain(PETITION).collect();
    let page = "/phan-anh-kien-nghi/moi";
    Opens { page, action: page, typed: &entered, words: "noi_dung", count: "petition" }
        .is_taken_once(&city, &desk)
        .await;

    let page = "/phieu-lay-y-kien/moi";
    let issued = [
        ("ten", "Về thủ tục đăng ký"),
        ("co_quan", "ubnd-tp-can-tho"),
        ("noi_dung", "Giấy nào thừa?"),
        ("doi_tuong", "Doanh nghiệp"),
        ("cach_gui", "letter"),
        ("han", "01/07/2013"),
    ];
    Opens { page, action: page, typed: &issued, words: "noi_dung", count: "questionnaire" }
        .is_taken_once(&city, &desk)
        .await;

    let announced = [
        ("chu_de", "Tháo gỡ vướng mắc"),
        ("co_quan", "ubnd-tp-can-tho"),
        ("doi_tuong", "firms"),
        ("ngay", "20/06/2013"),
        ("dia_diem", "Hội trường"),
        ("hoi_den", "18/06/2013"),
    ];
    let record = desk.post("/hoi-nghi-doi-thoai/moi", &announced).await.expect(303).location;
    let public = format!("/doi-thoai/{}", record.rsplit('/').next().unwrap());
    let asked = [("nguoi_hoi", "Công ty Phù Sa"), ("cau_hoi", "Vì sao phải xin ý kiến hai lần?")];
    let count = "dialogue_question";
    Opens { page: &public, action: &public, typed: &asked, words: "cau_hoi", count }
        .is_taken_once(&city, &stranger)
        .await;
    city.clock.set(at("2013-06-20", 15, 0));
    let desk = city.again("ubnd-tp-can-tho.leader").await;
    let (page, action) = (format!("{record}?viec=cau-hoi"), format!("{record}/cau-hoi"));
    Opens { page: &page, action: &action, typed: &asked, words: "cau_hoi", count }
        .is_taken_once(&city, &desk)
        .await;
}

#[tokio::test]
async fn a_study_a_sheet_a_proposal_and_a_change_sent_twice_are_one() {
    let city = City::new().await;
    let control = city.staff("procedure_control", "ubnd-tp-can-tho").await;
    let proposal = [
        ("thu-tuc", "KD-01"),
        ("co-quan", "ubnd-tp-can-tho"),
        ("phan", "components"),
        ("bien-phap", "abolish"),
        ("hien-nay", "Bản sao có chứng thực"),
        ("de-xuat", "Xem bản chính"),
        ("ly-do", "Bớt một lần đi chứng thực"),
    ];
    let page = "/ra-soat/phuong-an/moi";
    Opens { page, action: page, typed: &proposal, words: "ly-do", count: "simplification" }
        .is_taken_once(&city, &control)
        .await;
    let page = "/ra-soat/phieu/moi";
    let sheet = [("thu-tuc", "KD-01"), ("co-quan", "ubnd-tp-can-tho"), ("doi-tuong", "Đăng ký kinh doanh")];
    Opens { page, action: page, typed: &sheet, words: "doi-tuong", count: "review_sheet" }
        .is_taken_once(&city, &control)
        .await;
    let page = "/quan-tri/thu-tuc/thay-doi/moi";
    let change = [
        ("loai", "amend"),
        ("theo", "central"),
        ("ma", "HT-01"),
        ("tu", "2013-08-01"),
        ("ly-do", "Thông tư mới sửa điều kiện."),
    ];
    Opens { page, action: page, typed: &change, words: "ly-do", count: "procedure_change" }
        .is_taken_once(&city, &control)
        .await;
    let page = "/quan-tri/thu-tuc/quyet-dinh/moi";
    let decision = [
        ("trich-yeu", "Về việc công bố thủ tục hành chính"),
        ("van-ban", "09b/2013/TTLT-BTP-BNV"),
        ("ten-van-ban", "Thông tư về hộ tịch"),
        ("hieu-luc", "2013-08-01"),
        ("nguoi-ky", "Nguyễn Thanh Sơn"),
    ];
    Opens { page, action: page, typed: &decision, words: "trich-yeu", count: "announcement" }
        .is_taken_once(&city, &control)
        .await;
    // A study's form has no text that another could stand in: the same year again is the same study.
    let page = control.get("/chi-phi/moi").await.expect(200);
    let form = forms::find(&page.body, "/chi-phi/moi").with(&[
        ("thu-tuc", "KD-01"),
        ("co-quan", "ubnd-tp-can-tho"),
        ("nam", "2013"),
    ]);
    let sent: Vec<(&str, &str)> = form.fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let first = control.post("/chi-phi/moi", &sent).await.expect(303).location;
    assert_eq!(control.post("/chi-phi/moi", &sent).await.expect(303).location, first);
    assert_eq!(city.app.store.number("SELECT COUNT(*) FROM cost_study", vec![]).await.unwrap(), 1);
}

#[tokio::test]
async fn language_and_appearance_chosen_on_the_page_of_a_failed_act_lead_to_a_page_that_opens() {
    let city = City::new().await;
    let control = city.staff("procedure_control", "ubnd-tp-can-tho").await;
    let new = [("thu-tuc", "KD-01"), ("co-quan", "ubnd-tp-can-tho"), ("nam", "2013")];
    let study = control.submit("/chi-phi/moi", "/chi-phi/moi", &new).await.expect(303).location;
    control.post(&format!("{study}/trinh"), &[]).await.expect(303);
    let failed = control.post(&format!("{study}/trinh"), &[]).await.expect(409).body;
    let back = ui::platform_url(&study).replace('/', "%2F");
    for way in ["/ngon-ngu/en", "/giao-dien/toi"] {
        let link = failed.split(&format!("{way}?ve=")).nth(1).and_then(|rest| rest.split('"').next());
        assert_eq!(link, Some(back.as_str()), "{way}");
        let to = control.get(&format!("{way}?ve={back}")).await.location;
        control.get(&to).await.expect(200);
    }
    assert!(failed.contains(&format!("href=\"{study}\"")), "the way back to the record is still offered");
    // Of a form whose address opens, the page itself.
    let wrong = control.post("/chi-phi/moi", &[]).await.expect(422).body;
    assert!(wrong.contains("/ngon-ngu/en?ve=%2Fchi-phi%2Fmoi\""), "{wrong}");
}
