# recompute.R FOLDER SEED: random answers in FOLDER/data and what R makes of
# them in FOLDER/expected, in the layout of tests/truth, one case per method.
# Conventions are those of ../truth; packages that are not installed leave their
# methods out.
arguments <- commandArgs(trailingOnly = TRUE)
folder <- arguments[1]
set.seed(as.integer(arguments[2]))
dir.create(file.path(folder, "data"), recursive = TRUE)
dir.create(file.path(folder, "expected"))

# ---- the layout -------------------------------------------------------------
number <- function(x) {
  ifelse(is.na(x), "null",
         ifelse(is.infinite(x), ifelse(x > 0, "\"Inf\"", "\"-Inf\""), sprintf("%.17g", x)))
}
quoted <- function(x) paste0("\"", gsub("\"", "\\\\\"", x), "\"")
listed <- function(x) {
  items <- if (is.character(x)) quoted(x) else if (is.logical(x)) tolower(x) else number(x)
  if (length(x) == 1 && is.null(attr(x, "list"))) items else paste0("[", paste(items, collapse = ","), "]")
}
many <- function(x) structure(x, list = TRUE)

save_data <- function(name, frame) {
  write.csv(frame, file.path(folder, "data", name), row.names = FALSE, na = "", quote = FALSE)
}

# VALUES: a named vector, or a list of value, tolerance and kind.
save_case <- function(method, data, params, values, tolerance = 1e-9, kind = "exact", case = method) {
  fields <- vapply(names(params), function(n) paste0(quoted(n), ":", listed(params[[n]])), "")
  rows <- sprintf("{\"id\":%s,\"value\":%s,\"reltol\":%g,\"abstol\":%g,\"kind\":\"%s\",\"convention\":\"\"}",
                  quoted(names(values)), number(unname(values)), tolerance, 1e-12, kind)
  writeLines(c(sprintf("{\"case\":%s,\"method\":%s,\"data\":[%s],\"params\":{%s},\"expected\":[",
                       quoted(case), quoted(method), quoted(data), paste(fields, collapse = ",")),
               paste(rows, collapse = ",\n"), "]}"),
             file.path(folder, "expected", paste0(case, ".json")))
}
under <- function(prefix, values) setNames(values, paste0(prefix, ".", names(values)))

# ---- the answers ------------------------------------------------------------
n <- 160
blank <- function(x, share = 0.06) { x[runif(length(x)) < share] <- NA; x }
level <- rnorm(n)
likert <- function(shift) blank(pmin(5, pmax(1, round(3 + shift + level * 0.7 + rnorm(n)))))
answers <- data.frame(
  cur_a = likert(-0.6), req_a = likert(0.6), cur_b = likert(0), req_b = likert(0.1), item = likert(0.3),
  slider = blank(round(pmin(100, pmax(0, 50 + 18 * level + 9 * rnorm(n))))),
  place = sample(c("north", "south", "west"), n, TRUE, c(0.5, 0.3, 0.2)),
  side = sample(c("one", "two"), n, TRUE),
  before = as.integer(runif(n) < 0.4), after = as.integer(runif(n) < 0.6), later = as.integer(runif(n) < 0.5),
  weight = round(runif(n, 0.5, 3), 3), stratum = sample(c("s1", "s2"), n, TRUE), cluster = sample(1:12, n, TRUE))
save_data("answers.csv", answers)
scales <- c("cur_a", "req_a", "cur_b", "req_b", "item")

# ---- descriptives -----------------------------------------------------------
shape <- function(x) {
  k <- length(x); d <- x - mean(x); m <- function(r) mean(d^r)
  g1 <- m(3) / m(2)^1.5; g2 <- m(4) / m(2)^2 - 3
  c(skew_t1 = g1, skew_t2 = g1 * sqrt(k * (k - 1)) / (k - 2), skew_t3 = g1 * ((k - 1) / k)^1.5,
    kurt_t1 = g2, kurt_t2 = (k - 1) / ((k - 2) * (k - 3)) * ((k + 1) * g2 + 6),
    kurt_t3 = (g2 + 3) * (1 - 1 / k)^2 - 3)
}
describe <- function(name) {
  x <- answers[[name]]; missing <- sum(is.na(x)); x <- x[!is.na(x)]
  levels <- c(5, 25, 50, 90)
  quantiles <- unlist(lapply(c(2, 6, 7), function(type) {
    setNames(quantile(x, levels / 100, type = type), sprintf("q%d_%02d", type, levels))
  }))
  t <- t.test(x)$conf.int
  under(name, c(n = length(x), n_missing = missing, mean = mean(x), sd = sd(x), ci95_lo = t[1], ci95_hi = t[2],
                median = median(x), mad = mad(x), trim10 = mean(x, 0.1), quantiles, shape(x)))
}
save_case("descriptives", "answers.csv", list(vars = c("cur_a", "slider"), conf = 0.95),
          c(describe("cur_a"), describe("slider")))

# ---- gaps -------------------------------------------------------------------
gap <- function(name, required, current) {
  ok <- complete.cases(required, current); r <- required[ok]; k <- current[ok]; d <- r - k
  t <- t.test(d); w <- suppressWarnings(wilcox.test(d, exact = FALSE, correct = FALSE))
  nonzero <- d[d != 0]; ranks <- rank(abs(nonzero))
  plus <- sum(ranks[nonzero > 0]); minus <- sum(ranks[nonzero < 0])
  under(name, c(n = length(d), mean_gap = mean(d), sd_gap = sd(d), ci95_lo = t$conf.int[1], ci95_hi = t$conf.int[2],
                t = unname(t$statistic), t_p = t$p.value, dz = mean(d) / sd(d), r = cor(r, k),
                W_plus = plus, W_minus = minus, wilcox_p_nocc = w$p.value,
                rank_biserial = (plus - minus) / (plus + minus),
                cliff_delta = mean(sign(outer(r, k, "-"))), paired_dominance = mean(sign(d)),
                sign_test_p = binom.test(sum(d > 0), sum(d != 0))$p.value,
                borich_mwds = mean(d * mean(r)), rdm_score = 100 * (mean(d < 0) - mean(d > 0))))
}
save_case("skill_gap", "answers.csv",
          list(required = c("req_a", "req_b"), current = c("cur_a", "cur_b"), labels = c("a", "b")),
          c(gap("a", answers$req_a, answers$cur_a), gap("b", answers$req_b, answers$cur_b)))

# ---- groups -----------------------------------------------------------------
two <- function(y, group) {
  a <- y[group == "one" & !is.na(y)]; b <- y[group == "two" & !is.na(y)]
  w <- t.test(a, b); s <- t.test(a, b, var.equal = TRUE)
  u <- suppressWarnings(wilcox.test(a, b, exact = FALSE, correct = FALSE))
  pooled <- sqrt(((length(a) - 1) * var(a) + (length(b) - 1) * var(b)) / (length(a) + length(b) - 2))
  c(n1 = length(a), n2 = length(b), welch_t = unname(w$statistic), welch_df = unname(w$parameter), welch_p = w$p.value,
    welch_ci_lo = w$conf.int[1], welch_ci_hi = w$conf.int[2], student_p = s$p.value,
    cohen_d = (mean(a) - mean(b)) / pooled, var_F_p = var.test(a, b)$p.value,
    mw_U1 = unname(u$statistic), mw_p_nocc = u$p.value, cliff_delta = mean(sign(outer(a, b, "-"))))
}
save_case("two_group", "answers.csv", list(y = "slider", group = "side", levels = c("one", "two")),
          two(answers$slider, answers$side))
several <- function(y, group) {
  ok <- !is.na(y); y <- y[ok]; g <- factor(group[ok])
  a <- summary(aov(y ~ g))[[1]]; w <- oneway.test(y ~ g); kw <- kruskal.test(y, g); b <- bartlett.test(y, g)
  ss <- a[["Sum Sq"]]; ms <- a[["Mean Sq"]][2]
  c(ss_between = ss[1], ss_within = ss[2], F = a[["F value"]][1], F_p = a[["Pr(>F)"]][1],
    eta2 = ss[1] / sum(ss), omega2 = (ss[1] - (nlevels(g) - 1) * ms) / (sum(ss) + ms),
    epsilon2 = (ss[1] - (nlevels(g) - 1) * ms) / sum(ss),
    welch_F = unname(w$statistic), welch_p = w$p.value, kw_H = unname(kw$statistic), kw_p = kw$p.value,
    kw_epsilon2 = unname(kw$statistic) / (length(y) - 1), bartlett_K2 = unname(b$statistic), bartlett_p = b$p.value)
}
save_case("k_group", "answers.csv", list(y = "slider", group = "place", levels = c("north", "south", "west")),
          several(answers$slider, answers$place))

# ---- tables and matched answers ---------------------------------------------
crossed <- function(row, column) {
  t <- table(row, column); k <- suppressWarnings(chisq.test(t, correct = FALSE))
  total <- sum(t); r <- nrow(t); c <- ncol(t); f2 <- max(0, k$statistic / total - (r - 1) * (c - 1) / (total - 1))
  c(n = total, chi2 = unname(k$statistic), chi2_p = k$p.value, min_expected = min(k$expected),
    cramer_v = sqrt(unname(k$statistic) / total / (min(r, c) - 1)),
    cramer_v_bc = sqrt(f2 / min(r - (r - 1)^2 / (total - 1) - 1, c - (c - 1)^2 / (total - 1) - 1)))
}
save_case("contingency", "answers.csv",
          list(row = "place", col = "side", row_levels = c("north", "south", "west"), col_levels = c("one", "two")),
          crossed(answers$place, answers$side), 1e-8)
matched <- table(factor(answers$before, 0:1), factor(answers$after, 0:1))
save_case("mcnemar", "answers.csv", list(a = "before", b = "after"),
          c(chi2_cc = unname(mcnemar.test(matched)$statistic), p_cc = mcnemar.test(matched)$p.value,
            p = mcnemar.test(matched, correct = FALSE)$p.value,
            p_exact = binom.test(matched[1, 2], matched[1, 2] + matched[2, 1])$p.value))
friedman <- function(columns) {
  x <- as.matrix(answers[columns]); x <- x[complete.cases(x), ]; f <- friedman.test(x)
  c(n = nrow(x), chi2 = unname(f$statistic), df = unname(f$parameter), p = f$p.value,
    kendall_W = unname(f$statistic) / (nrow(x) * (ncol(x) - 1)))
}
save_case("friedman", "answers.csv", list(vars = scales[1:4]), friedman(scales[1:4]))
p <- data.frame(label = paste0("h", 1:20), p = signif(runif(20)^3, 6))
save_data("p.csv", p)
adjusted <- unlist(lapply(c("bonferroni", "holm", "hochberg", "hommel", "BH", "BY"), function(how) {
  setNames(p.adjust(p$p, how), paste0(how, ".", p$label))
}))
save_case("p_adjust", "p.csv", list(col = "p"), adjusted)

# ---- reliability and structure ----------------------------------------------
reliability <- function(items) {
  x <- as.matrix(answers[items]); x <- x[complete.cases(x), ]; s <- cov(x); r <- cor(x); k <- ncol(x); m <- nrow(x)
  alpha <- k / (k - 1) * (1 - sum(diag(s)) / sum(s)); mean_r <- mean(r[lower.tri(r)]); f <- factanal(x, 1)
  l <- as.vector(f$loadings); l <- l * sign(sum(l))
  precise <- c(n = m, alpha_raw = alpha, alpha_std = k * mean_r / (1 + (k - 1) * mean_r),
    feldt_lo = 1 - (1 - alpha) * qf(0.975, m - 1, (m - 1) * (k - 1)),
    feldt_hi = 1 - (1 - alpha) * qf(0.025, m - 1, (m - 1) * (k - 1)),
    setNames(eigen(r)$values, paste0("eigen.", 1:k)), det_R = det(r))
  save_case("reliability", "answers.csv", list(items = items), precise)
  save_case("reliability", "answers.csv", list(items = items),
            c(omega_ml = sum(l)^2 / (sum(l)^2 + sum(f$uniquenesses)), ml1_chi2 = unname(f$STATISTIC)), 1e-4,
            case = "reliability_factor")
}
reliability(scales)
if (requireNamespace("psych", quietly = TRUE)) {
  x <- as.matrix(answers[scales]); x <- x[complete.cases(x), ]
  i <- psych::ICC(x, lmer = FALSE)$results
  save_case("icc", "answers.csv", list(raters = scales),
            c(setNames(i$ICC, paste0(i$type, ".icc")), setNames(i$`lower bound`, paste0(i$type, ".lo"))), 1e-7)
}

if (requireNamespace("psych", quietly = TRUE)) {
  x <- as.matrix(answers[scales]); x <- x[complete.cases(x), ]; r <- cor(x)
  b <- psych::cortest.bartlett(r, n = nrow(x)); s <- psych::KMO(r)
  save_case("reliability", "answers.csv", list(items = scales),
            c(kmo = s$MSA, setNames(s$MSAi, paste0("msa.", scales)), bartlett_chi2 = b$chisq, bartlett_p = b$p.value),
            1e-8, case = "reliability_adequacy")
}

# ---- association and models -------------------------------------------------
associated <- function(a, b) {
  ok <- complete.cases(answers[[a]], answers[[b]]); x <- answers[[a]][ok]; y <- answers[[b]][ok]
  r <- cor.test(x, y); s <- suppressWarnings(cor.test(x, y, method = "spearman", exact = FALSE))
  k <- suppressWarnings(cor.test(x, y, method = "kendall", exact = FALSE))
  # on Fisher's scale: Bonett and Wright (2000), Fieller, Hartley and Pearson (1957)
  around <- function(r, error) tanh(atanh(unname(r)) + c(-1, 1) * qnorm(0.975) * error)
  rho <- around(s$estimate, sqrt((1 + s$estimate^2 / 2) / (length(x) - 3)))
  tau <- around(k$estimate, sqrt(0.437 / (length(x) - 4)))
  under(paste0(a, "|", b), c(n = length(x), pearson = unname(r$estimate), pearson_lo = r$conf.int[1],
    pearson_hi = r$conf.int[2], spearman_lo = rho[1], spearman_hi = rho[2], kendall_lo = tau[1], kendall_hi = tau[2],
    pearson_p = r$p.value, spearman = unname(s$estimate), spearman_p = s$p.value,
    kendall_tau_b = unname(k$estimate), kendall_p = k$p.value))
}
save_case("correlation", "answers.csv", list(vars = c("cur_a", "slider")), associated("cur_a", "slider"), 1e-8)
model <- function(fit) {
  s <- summary(fit)$coefficients
  c(setNames(s[, 1], paste0("coef.", rownames(s))), setNames(s[, 2], paste0("se.", rownames(s))))
}
linear <- lm(slider ~ cur_a + item + place, answers)
save_case("ols", "answers.csv", list(formula = "slider~cur_a+item+place", factors = many("place")),
          c(model(linear), r2 = summary(linear)$r.squared, F = unname(summary(linear)$fstatistic[1])), 1e-8)
choice <- glm(after ~ slider + place, binomial, answers, control = glm.control(1e-14, 100))
save_case("logistic", "answers.csv", list(formula = "after~slider+place", factors = many("place")),
          c(model(choice), deviance = deviance(choice), aic = AIC(choice)), 1e-6)
if (requireNamespace("MASS", quietly = TRUE)) {
  ordered_item <- factor(answers$item, 1:5, ordered = TRUE)
  fit <- MASS::polr(ordered_item ~ slider + place, answers, control = list(reltol = 1e-16, maxit = 1000))
  save_case("ordinal_logit", "answers.csv",
            list(formula = "item~slider+place", y_levels = as.character(1:5), factors = many("place")),
            c(setNames(coef(fit), paste0("coef.", names(coef(fit)))), loglik = as.numeric(logLik(fit))), 2e-4)
}

# ---- weighted answers -------------------------------------------------------
if (requireNamespace("survey", quietly = TRUE)) {
  design <- survey::svydesign(ids = ~cluster, strata = ~stratum, weights = ~weight, data = answers, nest = TRUE)
  m <- survey::svymean(~slider, design, na.rm = TRUE)
  save_case("survey", "answers.csv",
            list(ids = "cluster", strata = "stratum", weights = "weight", vars = many("slider")),
            c(degf = survey::degf(design), mean.slider = unname(coef(m)), mean_se.slider = unname(survey::SE(m)[1])), 1e-8)
}

# A share of a population that is known, as the mean of a sample drawn without replacement.
if (requireNamespace("survey", quietly = TRUE)) {
  shares <- data.frame(x = c(12, 1, 40, 150, 200), n = c(30, 25, 41, 200, 200), population = c(31, 1e6, 60, 240, 900))
  shares$x[4] <- sample(1:199, 1)
  save_data("shares.csv", shares)
  finite <- function(x, n, population) {
    drawn <- data.frame(chose = rep(1:0, c(x, n - x)), population = population)
    mean <- survey::svymean(~chose, survey::svydesign(ids = ~1, fpc = ~population, data = drawn))
    pmin(1, pmax(0, confint(mean, df = Inf)[1, ]))
  }
  limits <- mapply(finite, shares$x, shares$n, shares$population)
  save_case("proportion_ci", "shares.csv", list(population = "population"),
            c(setNames(limits[1, ], sprintf("row%d.finite_lo", seq_len(ncol(limits)))),
              setNames(limits[2, ], sprintf("row%d.finite_hi", seq_len(ncol(limits))))), 1e-9)
}

# ---- groups of people -------------------------------------------------------
points <- data.frame(x = c(rnorm(40), rnorm(40, 6), rnorm(40, 3)), y = c(rnorm(40), rnorm(40, 1), rnorm(40, 7)))
save_data("points.csv", points)
k <- kmeans(points, 3, nstart = 50, iter.max = 100)
save_case("kmeans", "points.csv", list(cols = c("x", "y"), ks = many(3), zscore = FALSE),
          c(n = nrow(points), k3.sse = k$tot.withinss,
            setNames(sort(k$size, decreasing = TRUE), paste0("k3.sizes_desc.", 1:3))), 1e-9)
tree <- function(linkage) {
  h <- hclust(dist(points), linkage)
  under(linkage, c(sum_height = sum(h$height), cophenetic_r = cor(dist(points), cophenetic(h))))
}
save_case("hclust", "points.csv", list(cols = c("x", "y"), ks = many(3), zscore = FALSE),
          unlist(lapply(c("ward.D2", "average", "complete", "single"), tree)), 1e-8)
if (requireNamespace("cluster", quietly = TRUE)) {
  fit <- cluster::pam(dist(points), 3)
  save_case("pam", "points.csv", list(cols = c("x", "y"), ks = many(3), zscore = FALSE),
            c(pam_k3.objective = unname(fit$objective["swap"])), 1e-9, "upper_bound")
}

# ---- change -----------------------------------------------------------------
waves <- data.frame(wave = 1:15, score = round(cumsum(rnorm(15, 0.2)), 1))
save_data("waves.csv", waves)
fit <- summary(lm(score ~ wave, waves))$coefficients
slopes <- outer(1:15, 1:15, function(i, j) ifelse(i < j, (waves$score[j] - waves$score[i]) / (j - i), NA))
save_case("trend", "waves.csv", list(t = "wave", y = many("score")),
          under("score", c(n = 15, mk_S = sum(sign(slopes), na.rm = TRUE), sen_slope = median(slopes, na.rm = TRUE),
                           ols_slope = fit[2, 1], ols_p = fit[2, 4])))
