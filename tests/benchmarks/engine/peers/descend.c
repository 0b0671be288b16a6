/* Many sigmoid neurons with one input, targets 0 or 1: u = -z of the mirrored neuron, in blocks that stay in the
   first-level cache, a share of them for every core. What a careful C program reaches; compiled by plain_c.py. */

#include <math.h>
#include <stdint.h>

#define BLOCK 256

/* e^v to about 1e-15, in a form that the compiler turns into vector instructions: v = n ln 2 + r, Taylor's series of
   e^r to r^12, and n into the exponent. Measured half as long as the C library's own vector exp. For |v| < 700. */
static inline __attribute__((always_inline)) double exponential(double v) {
  double n = rint(v * 1.4426950408889634);
  double r = v - n * 6.93147180369123816490e-01 - n * 1.90821492927058770002e-10;
  double p = 1.0 / 479001600;
  p = p * r + 1.0 / 39916800;
  p = p * r + 1.0 / 3628800;
  p = p * r + 1.0 / 362880;
  p = p * r + 1.0 / 40320;
  p = p * r + 1.0 / 5040;
  p = p * r + 1.0 / 720;
  p = p * r + 1.0 / 120;
  p = p * r + 1.0 / 24;
  p = p * r + 1.0 / 6;
  p = p * r + 0.5;
  p = p * r + 1.0;
  p = p * r + 1.0;
  union { int64_t bits; double value; } power = {((int64_t)n + 1023) << 52};
  return p * power.value;
}

void descend(const double *w, const double *b, const double *x, const double *y, const double *eta, int64_t runs,
             int64_t epochs, int is_quadratic, double *half, double *output) {
#pragma omp parallel for schedule(static)
  for (int64_t start = 0; start < runs; start += BLOCK) {
    double u[BLOCK], kappa[BLOCK], before[BLOCK];
    int64_t length = runs - start < BLOCK ? runs - start : BLOCK;
    for (int i = 0; i < BLOCK; i++) {
      int64_t j = start + (i < length ? i : 0);
      u[i] = (2 * y[j] - 1) * (w[j] * x[j] + b[j]);
      kappa[i] = eta[j] * (x[j] * x[j] + 1);
      before[i] = 0;
    }
    if (is_quadratic)
      for (int64_t epoch = 0; epoch < epochs; epoch++)
        for (int i = 0; i < BLOCK; i++) {
          double e = exponential(u[i]), t = 1 + e;
          before[i] += u[i] <= 0 ? 1.0 : 0.0;
          u[i] += kappa[i] * e / (t * t * t);
        }
    else
      for (int64_t epoch = 0; epoch < epochs; epoch++)
        for (int i = 0; i < BLOCK; i++) {
          double t = 1 + exponential(u[i]);
          before[i] += u[i] <= 0 ? 1.0 : 0.0;
          u[i] += kappa[i] / t;
        }
    for (int i = 0; i < length; i++) {
      half[start + i] = before[i] + (u[i] <= 0 ? 1.0 : 0.0);
      output[start + i] = 1 / (1 + exp((1 - 2 * y[start + i]) * u[i]));
    }
  }
}
