//! Ways to say something, as rules write them: `(不|没)给` is two.
//!
//! Must not know what a class or a pattern is.

/// Texts any one of which will do, one behind the other in the same memory: rules have very many.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ways {
    text: String,
    ends: Vec<usize>,
}

impl Ways {
    /// The only way.
    pub fn one(text: &str) -> Self {
        Self { text: text.to_owned(), ends: vec![text.len()] }
    }

    /// How many there are.
    pub const fn count(&self) -> usize {
        self.ends.len()
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        let begins = std::iter::once(0).chain(self.ends.iter().copied());
        begins.zip(&self.ends).map(|(from, &to)| self.text.get(from..to).unwrap_or_default())
    }

    /// Adds one, in two parts.
    pub fn add(&mut self, begin: &str, end: &str) {
        self.text.push_str(begin);
        self.text.push_str(end);
        self.ends.push(self.text.len());
    }

    /// Adds others.
    pub fn add_all(&mut self, others: &Self) {
        let from = self.text.len();
        self.text.push_str(&others.text);
        self.ends.extend(others.ends.iter().map(|end| from + end));
    }

    /// Each of these followed by each of others.
    pub fn then(&self, others: &Self) -> Self {
        let mut all = Self {
            text: String::with_capacity(self.text.len() * others.count() + others.text.len() * self.count()),
            ends: Vec::with_capacity(self.count() * others.count()),
        };
        for begin in self.all() {
            others.all().for_each(|end| all.add(begin, end));
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ways(all: &[&str]) -> Ways {
        let mut ways = Ways::default();
        all.iter().for_each(|way| ways.add(way, ""));
        ways
    }

    #[test]
    fn each_is_followed_by_each() {
        let all = ways(&["不", "没", ""]).then(&ways(&["给", "发"]));
        assert_eq!(all.all().collect::<Vec<_>>(), ["不给", "不发", "没给", "没发", "给", "发"]);
        assert_eq!(all.count(), 6);
        assert_eq!(Ways::one("").then(&all), all);
        assert_eq!(Ways::default().then(&all).count(), 0);
    }

    #[test]
    fn others_come_behind() {
        let mut all = ways(&["离婚", ""]);
        all.add_all(&ways(&["", "打脱离"]));
        assert_eq!(all.all().collect::<Vec<_>>(), ["离婚", "", "", "打脱离"]);
    }
}
