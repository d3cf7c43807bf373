//! `roster import` and `roster show`, on the real program.

use crate::support::program::Installation;

fn staffed() -> Installation {
    let home = Installation::new();
    for (name, role) in [("王律师", "lawyer"), ("孙调解", "mediator")] {
        home.run(&["staff", "invite", "--room", "民主村", "--role", role, "--name", name]).done();
    }
    home
}

#[test]
fn a_roster_is_imported_and_shown() {
    let home = staffed();
    let file = home.path("roster.csv");
    let text = "staff,room,day,hours,open_cases,stand_in\n王律师,民主村,每天,9:00-12:00,20,孙调解\n孙调解,民主村,周一,14:00-17:00,,\n";
    std::fs::write(&file, text).unwrap();
    let done = home.run(&["roster", "import", file.to_str().unwrap()]).done();
    assert_eq!(done, "1 room(s): 8 stretches of hours, 0 leave(s)\n");
    let shown = home.run(&["roster", "show", "--room", "民主村"]).done();
    assert_eq!(shown.lines().count(), 8, "{shown}");
    assert!(shown.starts_with("500107003003 民主村\n"), "{shown}");
    assert_eq!(shown.matches("王律师 09:00-12:00").count(), 7, "{shown}");
    assert_eq!(shown.matches("孙调解 14:00-17:00").count(), 1, "{shown}");
    // Importing again replaces, and adds nothing.
    home.run(&["roster", "import", file.to_str().unwrap()]).done();
    let again = home.run(&["roster", "show", "--room", "民主村"]).done();
    assert_eq!(again, shown);
    let leave = home.path("leave.toml");
    let text = "[[leave]]\nstaff = \"王律师\"\nroom = \"民主村\"\nfrom = \"2020-01-01\"\nto = \"2099-12-31\"\n\
                [[person]]\nstaff = \"王律师\"\nroom = \"民主村\"\n";
    std::fs::write(&leave, text).unwrap();
    home.run(&["roster", "import", leave.to_str().unwrap()]).done();
    let shown = home.run(&["roster", "show", "--room", "民主村"]).done();
    assert!(shown.contains("VACANT") && shown.contains("(away: 王律师)"), "{shown}");
}

#[test]
fn every_fault_of_a_roster_is_told_with_its_line_and_nothing_changes() {
    let home = staffed();
    let file = home.path("roster.csv");
    let text = "staff,room,day,hours\n王律师,民主村,周一,9:00-12:00\n赵律师,民主村,周一,9:00-12:00\n王律师,火星,周一,9-12\n王律师,民主村,周九,9-12\n";
    std::fs::write(&file, text).unwrap();
    let told = home.run(&["roster", "import", file.to_str().unwrap()]).fault();
    for part in
        ["roster.csv:3: 赵律师 is not among the staff", "roster.csv:4: there is no room", "roster.csv:5: "]
    {
        assert!(told.contains(part), "{part} is not in {told}");
    }
    let shown = home.run(&["roster", "show", "--room", "民主村"]).done();
    assert!(!shown.contains("王律师"), "{shown}");
    std::fs::write(&file, b"staff,room,day,hours\n\xcd\xf5\xc2\xc9\xca\xa6,x,y,z\n").unwrap();
    let told = home.run(&["roster", "import", file.to_str().unwrap()]).fault();
    assert!(told.contains("roster.csv:2: no UTF-8 from byte 1 of the line on: save it as UTF-8"), "{told}");
    let told = home.run(&["roster", "import", "nowhere.csv"]).fault();
    assert!(told.contains("nowhere.csv cannot be read"), "{told}");
}
