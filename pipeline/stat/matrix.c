#include "pipeline/stat/matrix.h"

#include "pipeline/core/memory.h"

#include <gsl/gsl_eigen.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <string.h>

/* A pivot this small beside its diagonal means a dependent column. */
static const double smallest_pivot = 1e-14;

static bool is_finite(const double *a, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!isfinite(a[i]))
			return false;
	return true;
}

/* After the decomposition L is in the lower triangle. */
static bool has_full_rank(const double *factor, const double *a, size_t k)
{
	for (size_t i = 0; i < k; i++) {
		double pivot = factor[i * k + i];

		if (!(pivot * pivot > smallest_pivot * a[i * k + i]))
			return false;
	}
	return true;
}

bool matrix_invert(const double *a, size_t k, double *inverse,
		   double *log_determinant)
{
	double *work, sum = 0;
	gsl_matrix_view view;
	bool is_good;

	if (k == 0 || !is_finite(a, k * k))
		return false;
	work = memory_array(NULL, double, k *k);
	memcpy(work, a, k * k * sizeof *work);
	view = gsl_matrix_view_array(work, k, k);
	is_good = gsl_linalg_cholesky_decomp1(&view.matrix) == 0 &&
		  has_full_rank(work, a, k);
	if (is_good) {
		for (size_t i = 0; i < k; i++)
			sum += 2 * log(work[i * k + i]);
		if (log_determinant)
			*log_determinant = sum;
		gsl_linalg_cholesky_invert(&view.matrix);
		memcpy(inverse, work, k * k * sizeof *work);
	}
	talloc_free(work);
	return is_good;
}

static int eigen_sorted(gsl_matrix *matrix, double *values, double *vectors)
{
	size_t k = matrix->size1;
	gsl_eigen_symmv_workspace *space = gsl_eigen_symmv_alloc(k);
	gsl_vector_view value_view = gsl_vector_view_array(values, k);
	gsl_matrix_view vector_view = gsl_matrix_view_array(vectors, k, k);
	int status;

	memory_check(space);
	status = gsl_eigen_symmv(matrix, &value_view.vector,
				 &vector_view.matrix, space);
	gsl_eigen_symmv_free(space);
	if (status == 0)
		status = gsl_eigen_symmv_sort(&value_view.vector,
					      &vector_view.matrix,
					      GSL_EIGEN_SORT_VAL_DESC);
	return status;
}

bool matrix_eigen(const double *a, size_t k, double *values, double *vectors)
{
	double *work;
	gsl_matrix_view view;
	int status;

	if (k == 0 || !is_finite(a, k * k))
		return false;
	work = memory_array(NULL, double, 2 * k * k);
	memcpy(work, a, k * k * sizeof *work);
	view = gsl_matrix_view_array(work, k, k);
	status = eigen_sorted(&view.matrix, values,
			      vectors ? vectors : work + k * k);
	talloc_free(work);
	return status == 0;
}
