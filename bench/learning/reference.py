"""XGBoost, HistGradientBoosting and logistic regression of scikit-learn on the rows that are handed over. One JSON line a result."""
import json, resource, sys, time
import numpy as np

folder = sys.argv[1]
job = json.load(open(folder + "/job.json"))


def matrix(name, rows, width):
    return np.fromfile(f"{folder}/{name}.bin", dtype=np.float64).reshape(rows, width)


def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if job["kind"] == "auc":
    import xgboost as xgb
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score

    for each in job["tables"]:
        X = matrix(each["id"], each["rows"], each["width"])
        y = np.fromfile(f"{folder}/{each['id']}-target.bin", dtype=np.float64)
        out = {"name": each["name"], "xgb": [], "hist": [], "logistic": []}
        for n, split in enumerate(each["splits"]):
            train, test = np.array(split["train"]), np.array(split["test"])
            model = xgb.XGBClassifier(n_estimators=200, learning_rate=0.05, max_leaves=8, max_depth=0, grow_policy="lossguide", tree_method="hist", reg_lambda=1, min_child_weight=1, n_jobs=1)
            model.fit(X[train], y[train])
            out["xgb"].append(roc_auc_score(y[test], model.predict_proba(X[test])[:, 1]))
            hist = HistGradientBoostingClassifier(max_iter=200, learning_rate=0.05, max_leaf_nodes=8, min_samples_leaf=20, l2_regularization=1, early_stopping=False)
            hist.fit(X[train], y[train])
            out["hist"].append(roc_auc_score(y[test], hist.predict_proba(X[test])[:, 1]))
            D = matrix(f"{each['id']}-design-{n}", each["rows"], split["width"])
            line = LogisticRegression(C=1.0, max_iter=2000, tol=1e-8).fit(D[train], y[train])
            out["logistic"].append(roc_auc_score(y[test], line.decision_function(D[test])))
        print(json.dumps(out), flush=True)

if job["kind"] == "speed":
    from sklearn.ensemble import HistGradientBoostingClassifier

    X = matrix("speed", job["rows"], job["width"])
    y = np.fromfile(f"{folder}/speed-target.bin", dtype=np.float64)
    for _ in range(job["rounds"]):
        model = HistGradientBoostingClassifier(max_iter=100, learning_rate=0.1, max_leaf_nodes=31, min_samples_leaf=20, early_stopping=False)
        before, wall = cpu(), time.perf_counter()
        model.fit(X, y)
        print(json.dumps({"cpu": cpu() - before, "wall": time.perf_counter() - wall}), flush=True)
