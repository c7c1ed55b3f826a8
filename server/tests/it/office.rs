//! Every DOCX and XLSX that the product hands out, opened by LibreOffice as an official would: one call for all of them, since
//! starting it costs seconds. A room adds its files to `files` and what must be read in them.

use crate::city::{City, Client};

/// A file: name, content, what must be read in it, and how many pages it has at most.
struct File {
    name: &'static str,
    content: Vec<u8>,
    words: &'static [&'static str],
    pages: usize,
}

async fn files(city: &City) -> Vec<File> {
    let home = city.staff("reform", "ubnd-tp-can-tho").await;
    let writer = city.staff("specialist", "quan-ninh-kieu").await;
    let mut files = reports(&writer).await;
    files.extend(review_and_plan(&home).await);
    files.push(emulation(city, &home).await);
    let lists: [(&'static str, &str, &'static [&'static str]); 6] = [
        ("ton-tai.xlsx", "/kiem-tra-cchc/ton-tai?dang=xlsx", &["Tồn tại qua kiểm tra"]),
        ("thi-dua.xlsx", "/thi-dua?dang=xlsx", &["Kết quả thi đua"]),
        ("tin-bai.xlsx", "/truyen-thong/tin-bai?dang=xlsx", &["Tin, bài đã đăng, phát"]),
        ("ke-hoach.xlsx", "/ke-hoach-cchc?dang=xlsx", &["Kế hoạch"]),
        ("theo-co-quan.xlsx", "/ke-hoach-cchc/co-quan?dang=xlsx", &["Sở Nội vụ", "Hạn trình"]),
        (
            "tinh-hinh-bao-cao.xlsx",
            "/bao-cao-cchc/tinh-hinh?nam=2013&ky=quarter:1&dang=xlsx",
            &["Sở Nội vụ", "Nơi nhận"],
        ),
    ];
    for (name, path, words) in lists {
        let content = home.get(path).await.expect(200).bytes;
        files.push(File { name, content, words, pages: 20 });
    }
    files
}

/// An interim review of the programme with its annex, and a year's plan of inspections.
async fn review_and_plan(home: &Client<'_>) -> [File; 3] {
    let review = [
        ("loai", "interim"),
        ("ten", "Sơ kết 2011 - 2012"),
        ("tu", "2011-01-01"),
        ("den", "2012-12-31"),
        ("so-lieu", "2012-12-31"),
        ("han", "2013-12-31"),
    ];
    home.post("/tong-ket-cchc/lap", &review).await.expect(303);
    home.post("/kiem-tra-cchc/ke-hoach/lap", &[("co-quan", "ubnd-tp-can-tho"), ("nam", "2013")])
        .await
        .expect(303);
    let get = async |path: &str| home.get(path).await.expect(200).bytes;
    [
        File {
            name: "so-ket.docx",
            content: get("/tong-ket-cchc/ban/1/van-ban?dang=docx").await,
            words: &["Sơ kết 2011 - 2012", "Độc lập"],
            pages: 20,
        },
        File {
            name: "phu-luc-so-ket.xlsx",
            content: get("/tong-ket-cchc/ban/1/phu-luc").await,
            words: &["Sơ kết 2011 - 2012"],
            pages: 200,
        },
        File {
            name: "ke-hoach-kiem-tra.docx",
            content: get("/kiem-tra-cchc/ke-hoach/1/in?dang=docx").await,
            words: &["KẾ HOẠCH", "Phạm vi kiểm tra có", "Bản dự thảo"],
            pages: 4,
        },
    ]
}

/// The decision on a round of emulation with its list. How a round is decided has its own tests.
async fn emulation(city: &City, home: &Client<'_>) -> File {
    let round = [("nam", "2013"), ("nhom", "department"), ("ten", "Thi đua các sở"), ("han", "2013-12-15")];
    home.post("/thi-dua/dot/moi", &round).await.expect(303);
    let tx = city.app.store.housekeeping().await.unwrap();
    let decided = "UPDATE emulation_round SET state = 'decided', decision = '99/QĐ-UBND', decided_on = '2013-06-07', \
                   held_on = '2013-06-03', decided_name = 'Phan Quốc Cường'";
    tx.exec(decided, vec![]).await.unwrap();
    tx.commit().await.unwrap();
    File {
        name: "thi-dua.docx",
        content: home.get("/thi-dua/dot/1/in?dang=docx").await.expect(200).bytes,
        words: &[
            "99/QĐ-UBND",
            "QUYẾT ĐỊNH",
            "biên bản họp Hội đồng thi đua ngày 03/06/2013.",
            "Điều 1. Công nhận",
            "Sở Nội vụ",
            "Phan Quốc Cường",
        ],
        pages: 4,
    }
}

async fn reports(writer: &Client<'_>) -> Vec<File> {
    let begin = [("co-quan", "quan-ninh-kieu"), ("nam", "2013"), ("ky", "quarter:1")];
    writer.post("/bao-cao-cchc/lap", &begin).await.expect(303);
    let get =
        async |path: &str| writer.get(&format!("/bao-cao-cchc/bao-cao/1/{path}")).await.expect(200).bytes;
    vec![
        File {
            name: "bao-cao.docx",
            content: get("word").await,
            words: &[
                "BÁO CÁO",
                "quý I năm 2013",
                "3.1 Hồ sơ tiếp nhận",
                "15/12/2012",
                "Kính gửi: Sở Nội vụ",
                "PHỤ LỤC",
            ],
            pages: 6,
        },
        File {
            name: "phu-luc.xlsx",
            content: get("phu-luc").await,
            words: &["Báo cáo cải cách hành chính quý I năm 2013", "Biên chế"],
            pages: 20,
        },
    ]
}

#[tokio::test]
async fn every_office_file_opens_and_says_what_it_should() {
    let city = City::new().await;
    let files = files(&city).await;
    let given: Vec<(&str, &[u8])> = files.iter().map(|f| (f.name, f.content.as_slice())).collect();
    let opened = printing::office::open(&given).unwrap();
    for (file, seen) in files.iter().zip(&opened) {
        let text = seen.text.split_whitespace().collect::<Vec<_>>().join(" ");
        for words in file.words {
            assert!(text.contains(words), "{}: no {words} in {text}", file.name);
        }
        assert!((1..=file.pages).contains(&seen.pages), "{}: {} pages", file.name, seen.pages);
        if let Some(folder) = std::env::var_os("MOTCUA_PRINT_TO") {
            std::fs::write(std::path::Path::new(&folder).join(format!("{}.pdf", file.name)), &seen.pdf)
                .unwrap();
        }
    }
}
